import { randomBytes } from 'node:crypto';
import { newId } from '../../../src/kernel/ids.js';
import { eventually } from '../../support/eventually.js';
import { Browser } from '../../support/browser.js';
import { createUser, PASSWORD } from '../../support/people.js';
import { addManyCounters } from '../../support/large-tables/many-rows.js';
import { storeRow } from '../../support/rows.js';
import { TestApp } from '../../support/test-app.js';

const HOUR_IN_MS = 3_600_000;

describe('recurring jobs', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start({ JOB_CONCURRENCY: '1' })));
  afterAll(() => server.stop());

  /** What the schedule would do. */
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
    await addManyCounters(server.database, 2_500);
    await runNow('clear-rate-limit-counters');
    const rows = await server.database.query<{ key: string }>(
      'SELECT key FROM rate_limit_counters',
    );
    expect(rows).toEqual([{ key: 'k1' }]);
  });

  it('forget codes and requests nobody can use a day after their end, not before', async () => {
    const { database } = server;
    const [user_id, client_id] = [
      await storeRow(database, 'users'),
      await storeRow(database, 'clients'),
    ];
    const session_id = await storeRow(database, 'browser_sessions', { user_id });
    const expires_at = new Date(Date.now() + HOUR_IN_MS);
    const whose = { user_id, client_id, resource: 'r', installation: 'i' };
    const grant_id = await storeRow(database, 'grants', { ...whose, expires_at });
    const asked = {
      ...{ client_id, redirect_uri: 'u', scopes: [], auth_time: new Date() },
      ...{ refreshable: true, identity_version: 1 },
    };
    for (const hours of [1, 25]) {
      const ended = { expires_at: new Date(Date.now() - hours * HOUR_IN_MS) };
      const request = {
        ...asked,
        ...whose,
        ...ended,
        ...{ session_id, first_id: newId(), state: 'pending', parameters: '' },
        code_nonce: randomBytes(32),
      };
      await storeRow(database, 'authorization_requests', request);
      const code = { ...asked, ...ended, grant_id, code_challenge: 'c' };
      await storeRow(database, 'authorization_codes', { ...code, code_hash: randomBytes(32) });
    }
    await runNow('clear-authorization-requests');
    await runNow('clear-authorization-codes');
    for (const table of ['authorization_requests', 'authorization_codes']) {
      const rows = await server.database.query<{ fresh: boolean }>(
        `SELECT expires_at > now() - interval '2 hours' AS fresh FROM ${table}`,
      );
      expect(rows).toEqual([{ fresh: true }]);
    }
  });
});
