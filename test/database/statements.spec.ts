import type { PoolClient } from 'pg';
import { AppModule } from '../../src/app.module.js';
import { preparedStatements, type Statement } from '../../src/platform/database/statement.js';
import { describeStatement } from '../support/describe-statement.js';
import { TestDatabase } from '../support/test-database.js';

/** A misspelt table, column or type is found here, also in statements that no test runs. */
describe('the SQL of the server', () => {
  let database: TestDatabase;
  let client: PoolClient;
  /** PostgreSQL's types, by OID and by the name in a shape. */
  let typeNames: ReadonlyMap<number | string, string>;
  beforeAll(async () => {
    database = await TestDatabase.create();
    client = await database.pool.connect();
    typeNames = await readTypeNames(client);
  });
  afterAll(async () => {
    client.release();
    await database.drop();
  });

  // Importing the module has loaded every file of it.
  const statements = [...preparedStatements()];

  const declared = ({ shape = {} }: Statement): string[] =>
    Object.entries(shape).map(([name, type]) => `${name} ${typeNames.get(type) ?? type}`);

  /** A function that returns nothing, such as that of a lock, is a column of the type `void`. */
  const returned = async ({ text }: Statement): Promise<string[]> => {
    const columns = await describeStatement(client, text);
    return columns
      .map(({ name, typeOid }) => `${name} ${typeNames.get(typeOid) ?? String(typeOid)}`)
      .filter((column) => !column.endsWith(' void'));
  };

  it('is all loaded', () => {
    expect(AppModule).toBeDefined();
    expect(statements.length).toBeGreaterThan(120);
  });

  it.each(statements)(
    'fits the migrated schema, and returns what its shape says: %s',
    async (_name, statement) => {
      expect((await returned(statement)).sort()).toEqual(declared(statement).sort());
    },
  );
});

async function readTypeNames(client: PoolClient): Promise<Map<number | string, string>> {
  const shapes = [...preparedStatements().values()].map(({ shape }) => shape ?? {});
  const written = [...new Set(shapes.flatMap((shape) => Object.values<string>(shape)))];
  const { rows } = await client.query<{ key: number | string; name: string }>(
    'SELECT oid::int AS key, oid::regtype::text AS name FROM pg_type',
  );
  const { rows: named } = await client.query<{ key: number | string; name: string }>(
    `SELECT written AS key, rtrim(written, '?')::regtype::text AS name FROM unnest($1::text[]) AS written`,
    [written],
  );
  return new Map([...rows, ...named].map(({ key, name }) => [key, name]));
}
