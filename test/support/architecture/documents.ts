import { globSync, readFileSync } from 'node:fs';

/** A row of `docs/conformance.md`. */
export interface ConformanceRow {
  readonly id: string;
  readonly state: string;
  /** Titles as written in the source of the tests. */
  readonly titles: readonly string[];
}

export function conformanceRows(text: string): ConformanceRow[] {
  return [...text.matchAll(/^\| ([A-Z]+-\d\d) +\|([^|]*)\|([^|]*)\|(.*)\|$/gm)].map(
    ([, id = '', , state = '', tests = '']) => ({
      id,
      state: state.trim(),
      titles: quoted(tests),
    }),
  );
}

/** A row of `docs/threat-model.md`. */
export interface ThreatRow {
  readonly id: string;
  /** Files of `src`, without their folder. */
  readonly files: readonly string[];
  readonly titles: readonly string[];
}

export function threatRows(text: string): ThreatRow[] {
  return [...text.matchAll(/^\| ([A-G]\d+) +\|[^|]*\|([^|]*)\|(.*)\|$/gm)].map(
    ([, id = '', locations = '', tests = '']) => ({
      id,
      files: quoted(locations).filter((words) => /\.tsx?$/.test(words)),
      titles: quoted(tests),
    }),
  );
}

const quoted = (text: string): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words);

const ID = '(?:[A-Z]+-\\d\\d|[A-G]\\d{1,2})';
const CITED = new RegExp(`\\((${ID}(?:, ${ID})*)\\)|\\battacks? (${ID}(?:, ${ID})*)`, 'g');

/** Attacks cited in a source: `(A5)`, `(DCR-08, C10)` or `attack D11`. */
export const attacksIn = (source: string): Set<string> =>
  new Set(
    [...source.matchAll(CITED)]
      .flatMap(([, listed, named]) => (listed ?? named ?? '').split(', '))
      .filter((id) => /^[A-G]\d+$/.test(id)),
  );

/** The source of every test, concatenated. */
export const testSources = (): string =>
  globSync('test/**/*.spec.{ts,tsx}')
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');

/** Requirements cited in test titles. */
export const requirementsInTests = (sources: string): Set<string> =>
  new Set(
    [
      ...sources.matchAll(
        /\b(DISC|DCR|AUTH|CONS|TOK|REF|REV|RS|HTTP|ERR|RES|CA|DPOP|MCP|API)-\d\d\b/g,
      ),
    ].map(([id]) => id),
  );

/** Broken links to files of the repository, as `document: target`. */
export function brokenLinks(): string[] {
  const documents = globSync(['*.md', 'docs/**/*.md']);
  return documents.flatMap((document) =>
    [...readFileSync(document, 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => globSync(target, { cwd: folderOf(document) }).length === 0)
      .map((target) => `${document}: ${target}`),
  );
}

const folderOf = (path: string): string => path.split('/').slice(0, -1).join('/') || '.';

/** The part of a document below the heading `### name`, up to the next heading. */
export function sectionOf(text: string, name: string): string {
  const [, after = ''] = text.split(`\n### ${name}\n`);
  return after.split(/\n##+ /)[0] ?? '';
}
