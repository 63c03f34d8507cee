import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import {
  attacksIn,
  brokenLinks,
  conformanceRows,
  requirementsInTests,
  sectionOf,
  testSources,
  threatRows,
} from '../support/architecture/documents.js';
import { TestDatabase } from '../support/test-database.js';

const read = (path: string): string => readFileSync(path, 'utf8');

describe('the documents', () => {
  it('link only to what is there', () => {
    expect(brokenLinks()).toEqual([]);
  });

  describe('on conformance', () => {
    const rows = conformanceRows(read('docs/conformance.md'));
    const sources = testSources();

    it('have rows', () => expect(rows.length).toBeGreaterThan(90));

    it('have one row for each requirement', () => {
      const ids = rows.map(({ id }) => id);
      expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    });

    it('name tests that exist', () => {
      const titles = rows.flatMap((row) => row.titles);
      expect(titles.filter((title) => !sources.includes(title))).toEqual([]);
    });

    it('give every row a test and one of three states', () => {
      const states = /^(tested$|not offered: |overruled: )/;
      const wrong = rows.filter((row) => row.titles.length === 0 || !states.test(row.state));
      expect(wrong).toEqual([]);
    });

    it('have a row for every requirement that a test names', () => {
      const known = new Set(rows.map(({ id }) => id));
      const named = [...requirementsInTests(sources)];
      expect(named.filter((id) => !known.has(id))).toEqual([]);
    });
  });

  describe('on threats', () => {
    const rows = threatRows(read('docs/threat-model.md'));
    const known = new Set(rows.map(({ id }) => id));
    const code = globSync('src/**/*.{ts,tsx}');

    it('have one row for each attack', () => {
      expect(rows.length).toBeGreaterThan(90);
      expect(known.size).toBe(rows.length);
    });

    it('have a row for every attack that code or a test names, and for no other', () => {
      const cited = attacksIn([...code, ...globSync('test/**/*.{ts,tsx}')].map(read).join('\n'));
      expect([...cited].filter((id) => !known.has(id))).toEqual([]);
      expect([...known].filter((id) => !cited.has(id))).toEqual([]);
    });

    it('name files that exist, and a test that does', () => {
      const names = new Set(code.map((path) => basename(path)));
      const sources = testSources();
      const wrong = rows.filter(
        ({ files, titles }) =>
          files.length === 0 ||
          !files.every((file) => names.has(file)) ||
          titles.length === 0 ||
          !titles.every((title) => sources.includes(title)),
      );
      expect(wrong).toEqual([]);
    });
  });

  it('describe every table and column of the database', async () => {
    const database = await TestDatabase.create();
    const columns = await database.query<{ table: string; column: string }>(
      `SELECT table_name AS table, column_name AS column FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name <> 'migrations'`,
    );
    await database.drop();
    const model = read('docs/data-model.md');
    const missing = columns.filter(
      ({ table, column }) => !sectionOf(model, table).includes(`\`${column}\``),
    );
    expect(missing).toEqual([]);
  });

  it('show a journey that runs', () => {
    const [, shown] = /<!-- journey -->\n\n```ts\n(.*?)```/s.exec(read('docs/testing.md')) ?? [];
    expect(shown).toBe(read('test/e2e/journeys/demotion.spec.ts'));
  });
});
