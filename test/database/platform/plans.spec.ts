import { AppModule } from '../../../src/app.module.js';
import { preparedStatements } from '../../../src/platform/database/statement.js';
import { OpenDatabase } from '../../support/open-database.js';

/** Of requests that are many. */
const FREQUENT = [
  ...['access-token.verify', 'introspection.find-access-token', 'refresh-token.find'],
  ...['authorization-code.find', 'service-access.find', 'clients.insert', 'clients.find'],
];

describe('the plan that a connection keeps from when tables were empty', () => {
  let open: OpenDatabase;
  beforeAll(async () => (open = await OpenDatabase.create()));
  afterAll(() => open.close());

  it.each(FREQUENT)('reads no whole table: %s', async (name) => {
    expect(AppModule).toBeDefined();
    const text = preparedStatements().get(name)?.text ?? '';
    const { rows } = await open.database.pool.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN (GENERIC_PLAN) ${text}`,
    );
    const lines = rows.map((row) => row['QUERY PLAN']);
    expect(lines.filter((line) => line.includes('Seq Scan'))).toEqual([]);
  });
});
