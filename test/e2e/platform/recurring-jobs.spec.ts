import { eventually } from '../../support/eventually.js';
import { Browser } from '../../support/browser.js';
import { createUser, PASSWORD } from '../../support/people.js';
import { TestApp } from '../../support/test-app.js';

describe('recurring jobs', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start({ JOB_CONCURRENCY: '1' })));
  afterAll(() => server.stop());

  /** What the clock would do. */
  const runNow = async (name: string): Promise<void> => {
    const [job] = await server.database.query<{ id: string }>(
      'SELECT id FROM graphile_worker.add_job($1)',
      [name],
    );
    await eventually(async () => {
      const [waiting] = await server.database.query<{ last_error: string | null }>(
        'SELECT last_error FROM graphile_worker._private_jobs WHERE id = $1',
        [job?.id],
      );
      if (waiting?.last_error) throw new Error(waiting.last_error);
      return waiting ? undefined : true;
    });
  };

  it('are known to the queue, which runs each once however many processes there are', async () => {
    const known = await eventually(async () => {
      const rows = await server.database.query<{ identifier: string }>(
        'SELECT identifier FROM graphile_worker._private_known_crontabs ORDER BY identifier',
      );
      return rows.length > 0 ? rows.map((row) => row.identifier) : undefined;
    });
    expect(known).toEqual(expect.arrayContaining(['clear-rate-limit-counters', 'clear-sessions']));
  });

  it('forget sessions that have ended, and keep those that have not', async () => {
    const ana = await createUser(server);
    const [live, over] = [new Browser(server.origin), new Browser(server.origin)];
    await live.signIn(ana.email, PASSWORD);
    await over.get('/dashboard/connected-apps');
    await server.database.query(
      `UPDATE browser_sessions SET expires_at = now() - interval '1 second' WHERE user_id IS NULL`,
    );
    await runNow('clear-sessions');
    const rows = await server.database.query<{ user_id: string }>(
      'SELECT user_id FROM browser_sessions',
    );
    expect(rows).toEqual([{ user_id: ana.id }]);
  });

  it('forget counters by the thousand', async () => {
    await server.database.query(
      `INSERT INTO rate_limit_counters (key, hits, expires_at)
       SELECT 'k' || n, 1, now() + CASE WHEN n = 1 THEN interval '1 hour' ELSE interval '-1 hour' END
       FROM generate_series(1, 2500) n`,
    );
    await runNow('clear-rate-limit-counters');
    const rows = await server.database.query<{ key: string }>(
      'SELECT key FROM rate_limit_counters',
    );
    expect(rows).toEqual([{ key: 'k1' }]);
  });
});
