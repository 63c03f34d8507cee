import { globSync, readFileSync } from 'node:fs';
import { foreignTables, ownersOfTables, tablesNamedIn } from '../support/architecture/tables.js';
import { TestDatabase } from '../support/test-database.js';
import { TreeCopy } from '../support/architecture/tree-copy.js';

/** A statement is a dependency as an import is, and rules on imports do not cover it. */
describe('statements', () => {
  it('name tables of their own module and of those to its left', () => {
    expect(foreignTables()).toEqual([]);
  });

  it('have an owner for each of their tables', async () => {
    const database = await TestDatabase.create();
    const { rows } = await database.pool.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'`,
    );
    await database.drop();
    expect([...ownersOfTables().keys()].sort()).toEqual(rows.map(({ name }) => name).sort());
  });

  it('end grants and their projects in one file', () => {
    const ending = /UPDATE (grants|grant_projects)\b[^`]*\bSET\b[^`]*\brevoked_at =/;
    const files = globSync('src/**/*.ts').filter((path) => ending.test(readFileSync(path, 'utf8')));
    expect(files).toEqual(['src/modules/grants/grant-endings.service.ts']);
  });

  describe('that look to the right on purpose', () => {
    const PLANTED = [
      ['src/modules/clients/planted.ts', '`SELECT c.id FROM clients c JOIN grants g ON true`'],
      [
        'src/modules/clients/internal/planted.ts',
        "'UPDATE clients SET a = 1 FROM users u, grants'",
      ],
      ['src/modules/grants/planted.ts', '`DELETE FROM token_families\n WHERE ${"x"}`'],
      ['src/modules/openid/planted.ts', "sweepOf({ table: 'access_tokens' })"],
      ['src/modules/tokens/planted.tsx', '`SELECT ARRAY(SELECT s.id FROM segments s)`'],
      ['src/platform/planted.ts', "'INSERT INTO audit_events(id) VALUES (:id)'"],
    ] as const;
    const copy = TreeCopy.make();
    afterAll(() => copy.remove());

    it('are found wherever they are', () => {
      for (const [path, text] of PLANTED) copy.plant(path, `export const planted = ${text};\n`);
      expect(
        foreignTables(copy.root)
          .map(({ path, table }) => [path, table])
          .sort(),
      ).toEqual([
        ['src/modules/clients/internal/planted.ts', 'grants'],
        ['src/modules/clients/planted.ts', 'grants'],
        ['src/modules/grants/planted.ts', 'token_families'],
        ['src/modules/openid/planted.ts', 'access_tokens'],
        ['src/modules/tokens/planted.tsx', 'segments'],
        ['src/platform/planted.ts', 'audit_events'],
      ]);
    });
  });

  it('are read without what is said about them', () => {
    const text = '// FROM users\nconst a = `SELECT id FROM grants`; /** JOIN clients */';
    expect([...tablesNamedIn(text)]).toEqual(['grants']);
  });
});
