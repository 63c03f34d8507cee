import {
  LeasedPermits,
  type AddHits,
  type Counter,
} from '../../../../../src/platform/http/rate-limit/leased-permits.js';

/** Its end, unlike any request, is at half a millisecond: no request is at the very end. */
export const SECONDS = 60.0005;
const WINDOW = SECONDS * 1_000;

interface DatabaseWindow {
  readonly start: number;
  readonly end: number;
  hits: number;
  /** By replica. */
  readonly statements: number[];
}

/** The table of counters, with one of them. */
export class Table {
  readonly windows: DatabaseWindow[] = [];

  addFrom(replica: number, now: () => number): AddHits {
    return async (_, amount) => {
      await Promise.resolve();
      let window = this.windows.at(-1);
      if (!window || window.end <= now()) {
        window = { start: now(), end: now() + WINDOW, hits: 0, statements: [] };
        this.windows.push(window);
      }
      window.hits += amount();
      window.statements[replica] = (window.statements[replica] ?? 0) + 1;
      return { hits: window.hits, secondsLeft: (window.end - now()) / 1_000 };
    };
  }
}

/** Requests at one moment, each to one of the replicas. */
export interface Burst {
  /** Milliseconds since the last one. */
  readonly after: number;
  readonly to: readonly number[];
}

/** Replicas over one table, and a clock that stands still while they answer. */
export class Replicas {
  now = 1_000;
  readonly table = new Table();
  /** When each permit was granted, and each refused. */
  readonly granted: number[] = [];
  readonly refused: number[] = [];
  private readonly counter: Counter;
  private readonly replicas: LeasedPermits[];

  constructor(
    readonly amount: number,
    readonly limit: number,
    carried: (add: AddHits, replica: number) => AddHits = (add) => add,
  ) {
    this.counter = { key: 'a key', limit, seconds: SECONDS };
    jest.spyOn(performance, 'now').mockImplementation(() => this.now);
    this.replicas = Array.from({ length: amount }, (_, i) => {
      const add = this.table.addFrom(i, () => this.now);
      return new LeasedPermits(carried(add, i));
    });
  }

  /** What each grants without having counted it. */
  get free(): number {
    return Math.floor(this.limit / 70);
  }

  async send({ after, to }: Burst, until: (all: Promise<unknown>) => Promise<unknown>) {
    this.now += after;
    await until(
      Promise.all(
        to.map(async (replica) => {
          const seconds = await this.replicas[replica % this.amount]?.take(this.counter);
          (seconds === 0 ? this.granted : this.refused).push(this.now);
        }),
      ),
    );
  }

  /** How many permits were granted in [start, end). */
  grantedWithin(start: number, end: number): number {
    return this.granted.filter((at) => at >= start && at < end).length;
  }
}
