import type { PoolClient } from 'pg';
import { AppModule } from '../../src/app.module.js';
import { preparedStatements } from '../../src/platform/database/statement.js';
import { TestDatabase } from '../support/test-database.js';

/** A misspelt column or type is found here, also where no test takes the path. */
describe('the SQL of the server', () => {
  let database: TestDatabase;
  let client: PoolClient;
  beforeAll(async () => {
    database = await TestDatabase.create();
    client = await database.pool.connect();
  });
  afterAll(async () => {
    client.release();
    await database.drop();
  });

  // Naming the module has loaded every file of it.
  const statements = [...preparedStatements()];

  it('is all loaded', () => {
    expect(AppModule).toBeDefined();
    expect(statements.length).toBeGreaterThan(120);
  });

  it.each(statements)('fits the migrated schema: %s', async (_name, text) => {
    await client.query(`PREPARE checked AS ${text}`);
    await client.query('DEALLOCATE checked');
  });
});
