import { AppModule } from '../../../src/app.module.js';
import { preparedStatements } from '../../../src/platform/database/statement.js';
import { OpenDatabase } from '../../support/open-database.js';

/** They return the place of each request. */
const SHARED = [...preparedStatements()].flatMap(([name, { shape = {} }]) =>
  'place' in shape && shape.place === 'integer' ? [name] : [],
);

/** Of requests that are many. */
const FREQUENT = [...SHARED, 'clients.insert', 'clients.find'];

describe('the plan that a connection keeps from when tables were empty', () => {
  let open: OpenDatabase;
  beforeAll(async () => (open = await OpenDatabase.create()));
  afterAll(() => open.close());

  it.each(FREQUENT)('reads no whole table: %s', async (name) => {
    expect(AppModule).toBeDefined();
    const { text = '', parameters = [] } = preparedStatements().get(name) ?? {};
    const client = await open.database.pool.connect();
    await client.query('SET plan_cache_mode = force_generic_plan');
    await client.query(`PREPARE planned AS ${text}`);
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN EXECUTE planned (${parameters.map(() => 'NULL').join(', ')})`,
    );
    client.release(true);
    const lines = rows.map((row) => row['QUERY PLAN']);
    expect(lines.filter((line) => line.includes('Seq Scan'))).toEqual([]);
  });

  it.each(SHARED)('is kept, also where one request is alone: %s', async (name) => {
    const { text = '', parameters = [] } = preparedStatements().get(name) ?? {};
    const client = await open.database.pool.connect();
    await client.query(`PREPARE planned AS ${text}`);
    // A plan is made, and nothing stored.
    const alone = `EXPLAIN EXECUTE planned (${parameters.map(() => `'{NULL}'`).join(', ')})`;
    // PostgreSQL decides after five.
    for (let execution = 0; execution < 6; execution++) await client.query(alone);
    const { rows } = await client.query(
      `SELECT generic_plans::int AS kept FROM pg_prepared_statements WHERE name = 'planned'`,
    );
    client.release(true);
    expect(rows).toEqual([{ kept: 1 }]);
  });
});
