import { Database } from '../../../src/platform/database/database.js';
import { unprepared } from '../../../src/platform/database/statement.js';
import { loadEnvironment } from '../../../src/platform/config/load-environment.js';
import { RateLimiter } from '../../../src/platform/http/rate-limit/rate-limiter.service.js';
import { OpenDatabase } from '../../support/open-database.js';

const CALLS = { name: 'test-calls', limit: 200, seconds: 60, leased: true } as const;
/** What a replica grants of it without a statement. */
const FREE = 2;
const ENVIRONMENT = loadEnvironment({ RATE_LIMIT_SCALE: '1' });
let holders = 0;

describe('permits that are leased', () => {
  let opened: OpenDatabase;
  beforeAll(async () => (opened = await OpenDatabase.create()));
  afterAll(() => opened.close());
  afterEach(() => jest.restoreAllMocks());

  const holder = (): string => `holder ${String(++holders)}`;
  const replica = (): RateLimiter => new RateLimiter(ENVIRONMENT, opened.database);
  const takenBy = async (limits: readonly RateLimiter[], amount: number, who: string) => {
    const waits = await Promise.all(
      Array.from({ length: amount }, async (_, i) => limits[i % limits.length]?.take(CALLS, who)),
    );
    return waits.filter((seconds) => seconds === 0).length;
  };
  const statements = () => jest.spyOn(Database.prototype, 'query');

  it('are as many as the limit, however many ask at once (G2)', async () => {
    expect(await takenBy([replica()], 1_000, holder())).toBe(200);
  });

  it('are at most a tenth more over two replicas (G2)', async () => {
    const taken = await takenBy([replica(), replica()], 1_000, holder());
    expect(taken).toBeGreaterThanOrEqual(180);
    expect(taken).toBeLessThanOrEqual(220);
  });

  it('cost a dozen statements a window, and nothing while they are few or spent', async () => {
    const [limits, who, query] = [replica(), holder(), statements()];
    await takenBy([limits], FREE, who);
    expect(query).toHaveBeenCalledTimes(0);
    await takenBy([limits], 500, who);
    const spent = query.mock.calls.length;
    expect(spent).toBeLessThanOrEqual(12);
    expect(await limits.take(CALLS, who)).toBeGreaterThan(0);
    expect(limits.wait(CALLS, who)).toBeGreaterThan(0);
    expect(query).toHaveBeenCalledTimes(spent);
  });

  it('of many holders are asked for by one statement, once each', async () => {
    const [limits, holders, query] = [replica(), [holder(), holder()], statements()];
    const waits = holders.flatMap((who) =>
      Array.from({ length: 150 }, () => limits.take(CALLS, who)),
    );
    const EXACT = { name: 'test-exact', limit: 2, seconds: 60 };
    const exact = [1, 2, 3].map(() => limits.take(EXACT, holders[0] ?? ''));
    expect(await Promise.all(waits)).toEqual(waits.map(() => 0));
    expect(await Promise.all(exact)).toEqual([0, 0, expect.any(Number)]);
    expect((await exact[2]) ?? 0).toBeGreaterThan(0);
    expect(query).toHaveBeenCalledTimes(1);
  });

  it('of the same holders are asked for by many at once, in whatever order, without a deadlock', async () => {
    const holders = Array.from({ length: 400 }, holder);
    const ask = async (order: readonly string[]): Promise<void> => {
      const limits = replica();
      for (let round = 0; round < 10; round++) {
        await Promise.all(order.map((who) => limits.take({ ...CALLS, limit: 60 }, who)));
      }
    };
    await Promise.all([1, 2, 3, 4].flatMap(() => [ask(holders), ask(holders.toReversed())]));
  });

  it('can be given back, and are each holder’s own', async () => {
    const [limits, who] = [replica(), holder()];
    await takenBy([limits], 200, who);
    limits.giveBack(CALLS, who, performance.now());
    expect([await limits.take(CALLS, who), await limits.take(CALLS, holder())]).toEqual([0, 0]);
    expect(await limits.take(CALLS, who)).toBeGreaterThan(0);
  });

  it('are gone with their window: who gives one back later gets none in the next (G2)', async () => {
    const [limits, who] = [replica(), holder()];
    await takenBy([limits], 200, who);
    const takenAt = performance.now();
    jest.spyOn(performance, 'now').mockReturnValue(takenAt + 61_000);
    await opened.database.query(
      unprepared('UPDATE rate_limit_counters SET expires_at = now() RETURNING key'),
    );
    expect(await limits.take(CALLS, who)).toBe(0);
    for (let i = 0; i < 10; i++) limits.giveBack(CALLS, who, takenAt);
    expect(await takenBy([limits], 300, who)).toBe(199);
  });

  it('come anew with the next window', async () => {
    const [limits, who] = [replica(), holder()];
    await takenBy([limits], 300, who);
    const now = performance.now();
    jest.spyOn(performance, 'now').mockReturnValue(now + 61_000);
    await opened.database.query(
      unprepared('UPDATE rate_limit_counters SET expires_at = now() RETURNING key'),
    );
    expect(limits.wait(CALLS, who)).toBe(0);
    expect(await takenBy([limits], 300, who)).toBe(200);
  });

  it('are none while nobody can count, and come back (fails closed)', async () => {
    const [limits, who] = [replica(), holder()];
    await takenBy([limits], FREE, who);
    jest.spyOn(Database.prototype, 'query').mockRejectedValueOnce(new Error('away'));
    await expect(limits.take(CALLS, who)).rejects.toThrow('away');
    expect(await limits.take(CALLS, who)).toBe(0);
  });
});
