import { globSync, readFileSync } from 'node:fs';

const INSERT = /\bINSERT\s+INTO\b/i;

/** Files that insert rows directly, and why. */
const ALLOWED: readonly (readonly [path: string, why: string])[] = [
  ['test/support/rows.ts', 'single rows, for tests of statements and constraints'],
  ['test/support/large-tables/many-*.ts', 'rows by the thousand'],
  ['test/support/endings/seen-endings.ts', 'a trigger that notes what ends'],
  ['test/database/migrate-*.spec.ts', 'tables as they were before a migration'],
  ['test/architecture/migrations.spec.ts', 'tables as they were before a migration'],
  ['test/architecture/tables.spec.ts', 'planted code of a module'],
  ['test/database/platform/shared-statements.spec.ts', 'a table of its own'],
  ['test/database/platform/ambient-transaction.spec.ts', 'tables of its own'],
  ['test/database/modules/audit.spec.ts', 'a statement that the database must refuse'],
];

/** HTTP tests of rows that no present request makes. */
const ROWS_OVER_HTTP = [
  'test/e2e/endpoints/changed-identity.spec.ts',
  'test/e2e/endpoints/last-token.spec.ts',
  'test/e2e/platform/recurring-jobs.spec.ts',
  'test/e2e/product-api/automations/triggers.spec.ts',
];

const matching = (paths: readonly string[], pattern: RegExp): string[] =>
  paths.filter((path) => pattern.test(readFileSync(path, 'utf8'))).sort();

describe('rows of tests', () => {
  it('are made by the server, or in the files that are there for it', () => {
    const all = matching(globSync('test/**/*.{ts,tsx,mjs}'), INSERT);
    const allowed = ALLOWED.flatMap(([path]) => globSync(path));
    expect(all.filter((path) => !allowed.includes(path))).toEqual([]);
  });

  it('are made past the server by no test over HTTP that could ask it', () => {
    const over = globSync('test/{e2e,browser,reports}/**/*.spec.{ts,tsx}');
    expect(matching(over, /support\/rows\.js/)).toEqual(ROWS_OVER_HTTP);
  });

  it('are made in no file that stands on the list in vain', () => {
    const idle = ALLOWED.filter(([path]) => matching(globSync(path), INSERT).length === 0);
    expect(idle).toEqual([]);
  });
});
