import type { Response } from 'supertest';
import { Bursts } from '../../../../src/platform/http/rate-limit/bursts.js';
import { ApiCaller } from '../../../support/api-caller.js';
import { RequestStatements } from '../../../support/request-statements.js';
import { changePlan, reviewApp } from '../../../support/shortcuts.js';
import { TestApp } from '../../../support/test-app.js';
import { TestToken } from '../../../support/test-token.js';

/** Of a counter in a window, by requests one after the other: `leased-permits.spec.ts`. */
const MOST_STATEMENTS = 30;

const many = (amount: number, call: (i: number) => PromiseLike<Response>): Promise<Response[]> =>
  Promise.all(Array.from({ length: amount }, (_, i) => call(i)));
const count = (answers: readonly Response[], wanted: number): number =>
  answers.filter(({ status }) => status === wanted).length;
const headerOf = ({ headers }: Response, name: string): string => String(headers[name]);
const anySecond = (): unknown => jest.spyOn(Bursts.prototype, 'allows').mockReturnValue(true);

describe('the calls of a credential', () => {
  let server: TestApp;
  /** Without limits, to prepare the tests. */
  let office: TestApp;
  beforeAll(async () => {
    // A tenth: 60 reads, 12 searches.
    server = await TestApp.start({ RATE_LIMIT_SCALE: '0.1' });
    office = await TestApp.over(server.database, server.origin);
  });
  afterAll(async () => {
    await office.stop();
    await server.stop();
  });
  afterEach(() => jest.restoreAllMocks());

  it('are so many a minute, whatever token they come with, and cost no statement beyond (G2)', async () => {
    anySecond();
    const known = await ApiCaller.connect(office);
    const caller = known.at(server);
    const other = (await known.narrowedTo('project:read', 'segments:read')).at(server);
    const ran = new RequestStatements();
    const answers = await many(100, (i) => (i % 2 ? caller : other).get('/segment'));
    expect([count(answers, 200), count(answers, 429)]).toEqual([60, 40]);
    const leases = ran.names.filter((name) => name === 'rate-limits.count');
    expect(leases.length).toBeLessThanOrEqual(MOST_STATEMENTS);
    ran.names.length = 0;
    const refused = await caller.get('/segment').expect(429);
    expect(ran.names).toEqual([]);
    expect(refused.body).toMatchObject({ code: 'rate_limited', status: 429 });
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(refused.headers).toMatchObject({
      'x-ratelimit-limit': '60',
      'x-ratelimit-remaining': '0',
    });
    await (await ApiCaller.connect(office)).at(server).get('/segment').expect(200);
  });

  it('of one class do not use up another', async () => {
    anySecond();
    const caller = (await ApiCaller.connect(office)).at(server);
    const search = () => caller.get('/audience/search/phone/+34600000000');
    const answers = await many(15, search);
    expect([count(answers, 200), count(answers, 429)]).toEqual([12, 3]);
    await caller.get('/segment').expect(200);
    expect(headerOf(await search().expect(429), 'ratelimit')).toMatch(/^"search";r=0;t=\d+/);
  });

  it('count also where they are refused', async () => {
    anySecond();
    const narrow = await (await ApiCaller.connect(office)).narrowedTo('project:read');
    const answers = await many(70, () => narrow.at(server).get('/segment'));
    expect([count(answers, 403), count(answers, 429)]).toEqual([60, 10]);
    const other = await ApiCaller.connect(office);
    const foreign = await many(70, () =>
      server.http.get(other.path('/segment')).set('Authorization', narrow.authorization),
    );
    expect([count(foreign, 404), count(foreign, 429)]).toEqual([60, 10]);
  });

  it('over two replicas exceed it by a tenth at most (G2)', async () => {
    anySecond();
    const replica = await server.startReplica({ RATE_LIMIT_SCALE: '0.1' });
    const caller = await ApiCaller.connect(office);
    const answers = await many(150, (i) => caller.at(i % 2 ? server : replica).get('/segment'));
    await replica.stop();
    expect(count(answers, 200)).toBeGreaterThanOrEqual(54);
    expect(count(answers, 200)).toBeLessThanOrEqual(66);
  });

  it('are at most a tenth of that in a second', async () => {
    const caller = (await ApiCaller.connect(office)).at(server);
    const refused = (await many(60, () => caller.get('/segment'))).find(
      (each) => each.status === 429,
    );
    expect(refused?.headers).toMatchObject({
      'retry-after': '1',
      'x-ratelimit-limit': '6',
      'x-ratelimit-remaining': '0',
      ratelimit: '"read-burst";r=0;t=1',
    });
  });
});

describe('the limits of calls', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start({ RATE_LIMIT_SCALE: '1' })));
  afterAll(() => server.stop());

  it('are told in every answer, as X-RateLimit and as RateLimit fields', async () => {
    const caller = await ApiCaller.connect(server, ['segments:read']);
    const now = Date.now() / 1_000;
    for (const answer of [await caller.get('/segment'), await caller.get('/segment/seg_1')]) {
      expect(headerOf(answer, 'x-ratelimit-limit')).toBe('600');
      expect(Number(headerOf(answer, 'x-ratelimit-remaining'))).toBeLessThan(600);
      const reset = Number(headerOf(answer, 'x-ratelimit-reset'));
      expect(reset).toBeGreaterThanOrEqual(Math.floor(now));
      expect(reset).toBeLessThanOrEqual(Math.ceil(now) + 120);
      expect(headerOf(answer, 'ratelimit-policy')).toBe(
        '"read";q=600;w=60, "read-burst";q=60;w=1, "app";q=600;w=60, "app-burst";q=200;w=1',
      );
      expect(headerOf(answer, 'ratelimit')).toMatch(/^"read";r=59\d;t=\d+, "app";r=59\d;t=\d+$/);
    }
    const root = server.http.get('/v1').set('Authorization', caller.authorization);
    expect(headerOf(await root.expect(200), 'x-ratelimit-limit')).toBe('600');
  });

  it.each([
    ['pro', 'self_registered', '30'],
    ['pro', 'development', '120'],
    ['pro', 'verified', '600'],
    ['max', 'verified', '600'],
    ['pro', 'listed', '600'],
    ['max', 'listed', '1200'],
  ] as const)(
    'are those of plan and tier, of which the tighter is told: %s, %s',
    async (plan, tier, limit) => {
      const caller = await ApiCaller.connect(server, ['segments:read']);
      await changePlan(server, caller.project.id, plan);
      await reviewApp(server, caller.app.clientUuid, { tier, approvedScopes: ['segments:read'] });
      expect(headerOf(await caller.get('/segment'), 'x-ratelimit-limit')).toBe(limit);
    },
  );

  it('of an API token are those of the plan', async () => {
    const token = await TestToken.make(server);
    expect(headerOf(await token.get('/segment').expect(200), 'x-ratelimit-limit')).toBe('300');
    await changePlan(server, token.projectId, 'max');
    const answer = await token.get('/segment').expect(200);
    expect(headerOf(answer, 'ratelimit-policy')).toBe('"read";q=3000;w=60, "read-burst";q=300;w=1');
  });

  it('cost one statement for eight calls, and a guarded read is one statement besides its own', async () => {
    const caller = await ApiCaller.connect(server, ['segments:read']);
    const ran = new RequestStatements();
    for (let i = 0; i < 20; i++) await caller.get('/segment').expect(200);
    const { names } = ran;
    ran.stop();
    expect(names.filter((name) => name === 'access-token.verify-in-project')).toHaveLength(20);
    expect(names.filter((name) => name === 'segments.first-page')).toHaveLength(20);
    expect(names.length).toBeLessThanOrEqual(42);
  });

  it('are off where the server is set up so', async () => {
    const off = await server.startReplica({ RATE_LIMIT_SCALE: '0' });
    const caller = (await ApiCaller.connect(server, ['segments:read'])).at(off);
    const { headers } = await caller.get('/segment').expect(200);
    await off.stop();
    expect(Object.keys(headers).filter((name) => name.includes('ratelimit'))).toEqual([]);
  });
});
