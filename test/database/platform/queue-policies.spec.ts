import { migrate } from '../../../src/platform/database/migrate.js';
import { RUNTIME_ROLE } from '../../../src/platform/database/roles.js';
import { TestDatabase } from '../../support/test-database.js';

describe('the policies of the queue', () => {
  let database: TestDatabase;
  beforeAll(async () => (database = await TestDatabase.create()));
  afterAll(() => database.drop());

  const policies = () =>
    database.query<{ oid: number; name: string; using: string }>(
      `SELECT oid, polrelid::regclass::text AS name, pg_get_expr(polqual, polrelid) AS using
       FROM pg_policy ORDER BY name`,
    );

  it('are not made again at a start that finds them, since jobs would wait for it', async () => {
    const before = await policies();
    await migrate(database.ownerUrl, RUNTIME_ROLE);
    expect(before.length).toBeGreaterThan(3);
    expect(await policies()).toEqual(before);
  });

  it.each([
    'ALTER POLICY runtime_all ON graphile_worker._private_jobs USING (false)',
    'ALTER POLICY runtime_all ON graphile_worker._private_jobs WITH CHECK (false)',
    'ALTER POLICY runtime_all ON graphile_worker._private_jobs TO CURRENT_USER',
    'DROP POLICY runtime_all ON graphile_worker._private_jobs',
  ])('are put right by a start: %s', async (change) => {
    await database.queryAsOwner(change);
    await migrate(database.ownerUrl, RUNTIME_ROLE);
    await database.query(`SELECT graphile_worker.add_job('none')`);
    const [jobs] = await database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM graphile_worker._private_jobs',
    );
    expect(jobs?.count).toBeGreaterThan(0);
  });
});
