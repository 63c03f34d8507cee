import fc from 'fast-check';
import {
  LeasedPermits,
  type AddHits,
} from '../../../../../src/platform/http/rate-limit/leased-permits.js';
import { Replicas, SECONDS, Table, type Burst } from './replicas.js';

const LIMITS = [1, 3, 19, 20, 60, 69, 70, 120, 200, 600, 1_200, 6_000];

afterEach(() => jest.restoreAllMocks());

const settled = (done: Promise<unknown>): Promise<unknown> => done;

const bursts = (longestPause: number, size: number): fc.Arbitrary<Burst[]> =>
  fc.array(
    fc.record({
      after: fc.integer({ min: 0, max: longestPause }),
      to: fc.oneof(
        fc.array(fc.nat(7), { minLength: 1, maxLength: size }),
        // One replica after the other, the worst case for what they have in hand.
        fc
          .tuple(fc.nat(7), fc.integer({ min: 1, max: size }))
          .map(([to, amount]) => Array.from({ length: amount }, () => to)),
      ),
    }),
    { maxLength: 60 },
  );

const inSomeOrder =
  (scheduler: fc.Scheduler) =>
  (add: AddHits): AddHits =>
    scheduler.scheduleFunction(add);
const REPLICAS = fc.integer({ min: 1, max: 8 });
const LIMIT = fc.constantFrom(...LIMITS);

describe('the permits of up to eight replicas', () => {
  it('are never more than the limit and a tenth in one window, nor more than a small limit (G2)', async () => {
    const traffic = fc.tuple(REPLICAS, LIMIT, bursts(30_000, 300), fc.scheduler());
    await fc.assert(
      fc.asyncProperty(traffic, async ([amount, limit, all, scheduler]) => {
        const replicas = new Replicas(amount, limit, inSomeOrder(scheduler));
        for (const burst of all) await replicas.send(burst, (done) => scheduler.waitFor(done));
        for (const { start, end } of replicas.table.windows) {
          const granted = replicas.grantedWithin(start, end);
          expect(granted).toBeLessThanOrEqual(limit + (amount - 1) * replicas.free);
          expect(granted).toBeLessThanOrEqual(limit < 70 ? limit : limit * 1.1);
        }
      }),
    );
  });

  it('are at least ten elevenths of the limit before anybody is refused', async () => {
    const traffic = fc.tuple(REPLICAS, LIMIT, bursts(800, 300), fc.scheduler());
    await fc.assert(
      fc.asyncProperty(traffic, async ([amount, limit, all, scheduler]) => {
        const replicas = new Replicas(amount, limit, inSomeOrder(scheduler));
        for (const burst of all) {
          await replicas.send(burst, (done) => scheduler.waitFor(done));
          if (replicas.refused.length === 0) continue;
          expect(replicas.granted.length).toBeGreaterThanOrEqual(limit / 1.1);
          return;
        }
      }),
    );
  });

  it('may be as many fewer as each granted without counting before the window', async () => {
    const traffic = fc.tuple(REPLICAS, LIMIT, bursts(30_000, 300), fc.scheduler());
    await fc.assert(
      fc.asyncProperty(traffic, async ([amount, limit, all, scheduler]) => {
        const replicas = new Replicas(amount, limit, inSomeOrder(scheduler));
        for (const burst of all) {
          const before = replicas.refused.length;
          await replicas.send(burst, (done) => scheduler.waitFor(done));
          if (replicas.refused.length === before) continue;
          const ended = replicas.table.windows.at(-2)?.end ?? 0;
          const granted = replicas.grantedWithin(ended, Infinity);
          expect(granted + amount * replicas.free).toBeGreaterThanOrEqual(limit / 1.1);
        }
      }),
    );
  });

  it('cost each replica at most thirty statements a window', async () => {
    const traffic = fc.tuple(REPLICAS, LIMIT, bursts(5_000, 300), fc.scheduler());
    await fc.assert(
      fc.asyncProperty(traffic, async ([amount, limit, all, scheduler]) => {
        const replicas = new Replicas(amount, limit, inSomeOrder(scheduler));
        for (const burst of all) await replicas.send(burst, (done) => scheduler.waitFor(done));
        for (const { statements } of replicas.table.windows) {
          expect(Math.max(...statements.filter(Boolean))).toBeLessThanOrEqual(30);
        }
      }),
    );
  });
});

describe('the permits of one replica', () => {
  /** One request after the other, so many a second, until the first is refused. */
  async function untilRefused(limit: number, aSecond: number, amount = 1): Promise<Replicas> {
    const replicas = new Replicas(amount, limit);
    for (let i = 0; replicas.refused.length === 0; i++) {
      await replicas.send({ after: Math.floor(1_000 / aSecond), to: [i] }, settled);
    }
    return replicas;
  }

  it.each(LIMITS)('are as many as the limit, %i', async (limit) => {
    const { granted } = await untilRefused(limit, 1_000);
    expect(granted).toHaveLength(limit);
  });

  it.each(LIMITS.filter((limit) => limit >= 20))(
    'cost at most thirty statements for %i requests, and none for refusals',
    async (limit) => {
      const replicas = await untilRefused(limit, 1_000);
      const spent = replicas.table.windows.at(-1)?.statements[0] ?? 0;
      expect(spent).toBeLessThanOrEqual(30);
      for (let i = 0; i < 100; i++) await replicas.send({ after: 1, to: [0] }, settled);
      expect(replicas.granted).toHaveLength(limit);
      expect(replicas.table.windows.at(-1)?.statements[0]).toBe(spent);
    },
  );

  it('cost at most one statement for nine requests while they are few', async () => {
    const replicas = new Replicas(1, 600);
    for (let i = 0; i < 90; i++) await replicas.send({ after: 8_000, to: [0] }, settled);
    expect(replicas.granted).toHaveLength(90);
    const statements = replicas.table.windows.map((window) => window.statements[0] ?? 0);
    expect(statements.reduce((sum, each) => sum + each)).toBeLessThanOrEqual(10);
  });

  it('cost one statement for all that ask at once', async () => {
    const replicas = new Replicas(1, 200);
    await replicas.send({ after: 0, to: Array.from({ length: 150 }, () => 0) }, settled);
    expect(replicas.granted).toHaveLength(150);
    expect(replicas.table.windows).toMatchObject([{ statements: [1] }]);
  });

  it('are counted later if they cannot be counted now', async () => {
    let isAway = true;
    const replicas = new Replicas(1, 600, (add) => (counter, amount) => {
      const count = add(counter, amount);
      if (!isAway) return count;
      return count.then(() => Promise.reject(new Error('away')));
    });
    for (let i = 0; i < 8; i++) await replicas.send({ after: 0, to: [0] }, settled);
    await expect(replicas.send({ after: 0, to: [0] }, settled)).rejects.toThrow('away');
    isAway = false;
    replicas.table.windows.length = 0;
    await replicas.send({ after: 0, to: [0] }, settled);
    expect(replicas.table.windows).toMatchObject([{ hits: 9 }]);
  });
});

describe('what a replica grants without counting', () => {
  const LIMIT = 600;
  const FREE = 8;
  const of = (replica: number, amount: number, after = 0): Burst => ({
    after,
    to: Array.from({ length: amount }, () => replica),
  });

  it('is granted once in a window, also by one that began to count before it', async () => {
    const replicas = new Replicas(2, LIMIT);
    await replicas.send(of(1, 1), settled);
    await replicas.send(of(0, LIMIT, 10_000), settled);
    await replicas.send(of(1, FREE - 1, 49_000), settled);
    await replicas.send(of(1, FREE, 2_000), settled);
    const [{ start, end } = { start: 0, end: 0 }] = replicas.table.windows;
    expect(replicas.grantedWithin(start, end)).toBe(LIMIT + FREE - 1);
  });

  it('is not granted again while it is being counted', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const replicas = new Replicas(2, LIMIT, (add, replica) => async (counter, amount) => {
      const count = await add(counter, amount);
      if (replica === 1) await held;
      return count;
    });
    await replicas.send(of(0, LIMIT), settled);
    await replicas.send(of(1, FREE), settled);
    const one = replicas.send(of(1, 1), settled);
    await new Promise(setImmediate);
    const more = replicas.send(of(1, FREE), settled);
    release();
    await Promise.all([one, more]);
    expect([replicas.granted.length, replicas.refused.length]).toEqual([LIMIT + FREE, 1 + FREE]);
  });

  it('is among the last to be forgotten if its window is new, however old its counter is', async () => {
    const permits = new LeasedPermits((_counter, amount) =>
      Promise.resolve({ hits: amount(), secondsLeft: SECONDS }),
    );
    const counter = { key: 'a key', limit: 1, seconds: SECONDS };
    const takeOthers = (from: number, to: number): void => {
      for (let i = from; i < to; i++)
        void permits.take({ ...counter, key: String(i), limit: LIMIT });
    };
    const now = jest.spyOn(performance, 'now').mockReturnValue(0);
    expect(await permits.take(counter)).toBe(0);
    now.mockReturnValue(SECONDS * 1_000);
    takeOthers(0, 19_000);
    expect(await permits.take(counter)).toBe(0);
    takeOthers(19_000, 20_500);
    expect(permits.wait(counter)).toBeGreaterThan(0);
  });

  it('is forgotten with windows that were too many, and the database goes on counting', async () => {
    const table = new Table();
    const permits = new LeasedPermits(table.addFrom(0, () => 0));
    const counter = { key: 'a key', limit: LIMIT, seconds: SECONDS };
    const takenNow = async (amount: number): Promise<number> => {
      const waits = await Promise.all(
        Array.from({ length: amount }, async () => permits.take(counter)),
      );
      return waits.filter((seconds) => seconds === 0).length;
    };
    jest.spyOn(performance, 'now').mockReturnValue(0);
    expect(await takenNow(LIMIT - 100)).toBe(LIMIT - 100);
    for (let i = 0; i < 20_000; i++) void permits.take({ ...counter, key: String(i) });
    expect(await takenNow(LIMIT)).toBe(100);
  });
});
