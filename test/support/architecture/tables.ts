import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { LINE, moduleOf } from './line.js';

/** Owners of tables without an entity: each is read and written by one statement only. */
export const WITHOUT_ENTITY: Readonly<Record<string, string>> = {
  rate_limit_counters: 'platform',
  sweep_places: 'platform',
  sign_in_attempts: 'modules/accounts',
};

/** A statement that names a table of a module to its right. */
export interface ForeignTable {
  readonly path: string;
  readonly table: string;
  readonly owner: string;
}

const sourcesOf = (root: string): string[] =>
  globSync('src/**/*.{ts,tsx}', { cwd: root }).filter((path) => !path.includes('/migrations/'));

/** The module of each table: that of its entity. */
export function ownersOfTables(root = '.'): ReadonlyMap<string, string> {
  const owners = new Map(Object.entries(WITHOUT_ENTITY));
  for (const path of sourcesOf(root)) {
    const [, table] = /@Entity\('(\w+)'\)/.exec(read(root, path)) ?? [];
    if (table !== undefined) owners.set(table, moduleOf(path) ?? '');
  }
  return owners;
}

/** Every statement under `root` that names a table of a module to the right of its own. */
export function foreignTables(root = '.'): ForeignTable[] {
  const owners = ownersOfTables(root);
  return sourcesOf(root).flatMap((path) => {
    const module = moduleOf(path);
    if (module === undefined) return [];
    return [...tablesNamedIn(read(root, path))]
      .map((table) => ({ path, table, owner: owners.get(table) ?? module }))
      .filter(({ owner }) => LINE.indexOf(owner) > LINE.indexOf(module));
  });
}

/** Names after the SQL keywords that a table follows, in all string literals; and the literals that are a name. */
export function tablesNamedIn(source: string): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      for (const [, list = ''] of node.getText().matchAll(TABLES)) {
        for (const item of list.split(',')) names.add(item.trim().split(/\s/)[0] ?? '');
      }
    }
    // `table: 'a'`, from which a sweep builds its statement.
    if (ts.isStringLiteral(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.tsx', source, ts.ScriptTarget.Latest, true));
  return names;
}

/** `FROM a`, `FROM a x, b y`, `JOIN a`, `JOIN (a`, `INTO a`, `UPDATE a`. */
const TABLES = new RegExp(
  String.raw`\b(?:FROM|JOIN|INTO|UPDATE|USING)\s+\(*(NAME(?:,\s*NAME)*)`.replaceAll(
    'NAME',
    String.raw`[a-z_]+(?:\s+[a-z_]+)?`,
  ),
  'g',
);

const read = (root: string, path: string): string => readFileSync(join(root, path), 'utf8');
