import { newId } from '../../../src/kernel/ids.js';
import {
  RECORD_REQUESTS,
  RECORD_USAGE,
} from '../../../src/modules/app-activity/internal/activity.statements.js';
import { ClearActivityJob } from '../../../src/modules/app-activity/internal/clear-activity.job.js';
import { MOST_LOGGED } from '../../../src/modules/app-activity/logged-request.js';
import { TIER_POLICIES } from '../../../src/modules/verification/tier-policy.js';
import { OpenDatabase } from '../../support/open-database.js';
import { storeRow } from '../../support/rows.js';

describe('the log of requests of an app', () => {
  let open: OpenDatabase;
  beforeAll(async () => (open = await OpenDatabase.create()));
  afterAll(() => open.close());

  const requestOf = (client_id: string, changes: object = {}) => ({
    ...{ client_id, id: newId(), at: new Date().toISOString(), surface: 'api' },
    ...{ operation: 'GET /segment', status: 200, request_id: 'req_1', duration_ms: 3 },
    ...changes,
  });
  const record = (requests: readonly object[]) =>
    open.database.query(RECORD_REQUESTS, { requests: JSON.stringify(requests) });
  const rowsOf = async (clientId: string) =>
    open.test.query<{ id: string; days: number }>(
      `SELECT id, round(extract(epoch FROM expires_at - now()) / 86400)::int AS days FROM app_requests
       WHERE client_id = $1 ORDER BY id`,
      [clientId],
    );

  it('is a ring: the newest replaces the oldest, whatever the size of the batches', async () => {
    const app = await storeRow(open.test, 'clients');
    const requests = Array.from({ length: MOST_LOGGED + 70 }, () => requestOf(app));
    for (let from = 0; from < requests.length; from += 3_000) {
      await record(requests.slice(from, from + 3_000));
    }
    const rows = await rowsOf(app);
    expect(rows).toHaveLength(MOST_LOGGED);
    expect(rows[0]?.id).toBe(requests[70]?.id);
    expect(rows.at(-1)?.id).toBe(requests.at(-1)?.id);
  });

  it('keeps two apps apart in one batch, and leaves out what names no app', async () => {
    const apps = [await storeRow(open.test, 'clients'), await storeRow(open.test, 'clients')];
    const [one = '', two = ''] = apps;
    await record([requestOf(one), requestOf(two), requestOf(newId()), requestOf(one)]);
    expect([(await rowsOf(one)).length, (await rowsOf(two)).length]).toEqual([2, 1]);
  });

  it('takes batches of two processes at once', async () => {
    const [one, two] = [await storeRow(open.test, 'clients'), await storeRow(open.test, 'clients')];
    const batches = Array.from({ length: 10 }, (_, i) =>
      i % 2 === 0 ? [requestOf(one), requestOf(two)] : [requestOf(two), requestOf(one)],
    );
    await Promise.all(batches.map(record));
    expect((await rowsOf(one)).length).toBe(10);
    expect((await rowsOf(two)).length).toBe(10);
  });

  it.each([
    ['self_registered', 'dynamic', null],
    ['development', 'portal', null],
    ['verified', 'dynamic', 'verified'],
  ] as const)('is kept for the days of the tier %s', async (tier, origin, reviewed) => {
    const organisation_id = origin === 'portal' ? await storeRow(open.test, 'organisations') : null;
    const app = await storeRow(open.test, 'clients', { origin, organisation_id });
    if (reviewed) {
      await storeRow(open.test, 'app_verifications', {
        client_id: app,
        tier: reviewed,
        identity_version: 1,
      });
    }
    await record([requestOf(app)]);
    expect(await rowsOf(app)).toMatchObject([{ days: TIER_POLICIES[tier].logDays }]);
  });

  it('is cleared of what has expired, and the totals after 400 days', async () => {
    const app = await storeRow(open.test, 'clients');
    const project_id = await storeRow(open.test, 'projects', {
      organisation_id: await storeRow(open.test, 'organisations'),
    });
    await record([requestOf(app), requestOf(app)]);
    await open.test.query(
      `UPDATE app_requests SET expires_at = now() - interval '1 minute'
       WHERE client_id = $1 AND place = 1`,
      [app],
    );
    const total = { client_id: app, project_id, operation: 'GET /', calls: 2, refusals: 1 };
    const days = [new Date(), new Date(Date.now() - 401 * 86_400_000)];
    const usage = days.map((day) => ({
      ...total,
      contacts: 4,
      day: day.toISOString().slice(0, 10),
    }));
    await open.database.query(RECORD_USAGE, { usage: JSON.stringify(usage) });
    await open.database.query(RECORD_USAGE, { usage: JSON.stringify(usage.slice(0, 1)) });
    await new ClearActivityJob(open.database).run();
    expect(await rowsOf(app)).toHaveLength(1);
    const left = await open.test.query(
      'SELECT calls, refusals, contacts FROM app_usage WHERE client_id = $1',
      [app],
    );
    expect(left).toEqual([{ calls: '4', refusals: '2', contacts: '8' }]);
  });
});
