import { newId } from '../../../src/kernel/ids.js';
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
    expect(known).toEqual(
      expect.arrayContaining([
        'clear-authorization-requests',
        'clear-rate-limit-counters',
        'clear-sessions',
      ]),
    );
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

  it('forget codes and requests nobody can use a day after their end, not before', async () => {
    const [user, session, client, grant] = Array.from({ length: 4 }, newId);
    await server.database.query(
      `WITH u AS (INSERT INTO users (id, email, name, password_hash) VALUES ('${user}', 'x@example.com', 'X', '')),
       s AS (INSERT INTO browser_sessions (id, token_hash, csrf_token, user_id, password_epoch, expires_at)
             VALUES ('${session}', 'x', 'x', '${user}', 1, now() + interval '1 hour')),
       c AS (INSERT INTO clients (id, origin, name, application_type, token_endpoint_auth_method, redirect_uris, grant_types)
             VALUES ('${client}', 'dynamic', 'App', 'web', 'none', '{}', '{}')),
       g AS (INSERT INTO grants (id, user_id, client_id, resource, installation, expires_at)
             VALUES ('${grant}', '${user}', '${client}', 'r', 'i', now() + interval '1 day')),
       r AS (INSERT INTO authorization_requests
               (id, first_id, state, parameters, session_id, user_id, client_id, redirect_uri, installation, scopes, resource, auth_time, refreshable, identity_version, code_nonce, expires_at)
             SELECT gen_random_uuid(), gen_random_uuid(), 'pending', '', '${session}', '${user}', '${client}', 'u', 'i', '{}', 'r', now(), true, 1, '', now() - age
             FROM unnest(ARRAY[interval '1 hour', '25 hours']) age)
       INSERT INTO authorization_codes
         (id, code_hash, grant_id, client_id, redirect_uri, code_challenge, scopes, auth_time, refreshable, identity_version, expires_at)
       SELECT gen_random_uuid(), age::text::bytea, '${grant}', '${client}', 'u', 'c', '{}', now(), true, 1, now() - age
       FROM unnest(ARRAY[interval '1 hour', '25 hours']) age`,
    );
    await runNow('clear-authorization-requests');
    for (const table of ['authorization_requests', 'authorization_codes']) {
      const rows = await server.database.query<{ fresh: boolean }>(
        `SELECT expires_at > now() - interval '2 hours' AS fresh FROM ${table}`,
      );
      expect(rows).toEqual([{ fresh: true }]);
    }
  });
});
