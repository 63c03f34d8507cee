/** What one counter allows: at most `limit` in `seconds`. */
export interface Counter {
  readonly key: string;
  readonly limit: number;
  readonly seconds: number;
}

/** The hits in the window, with those just counted, and when it ends. */
export interface Count {
  readonly hits: number;
  readonly secondsLeft: number;
}

/** The permits that this process may take from one counter until the window ends. */
interface Window {
  /** Milliseconds of this process's monotonic clock, as is the next. */
  readonly beganAt: number;
  endsAt: number;
  inHand: number;
  /** Taken, or about to be, and not yet counted in the database. */
  owed: number;
  /** The limit is reached in the database. */
  isSpent: boolean;
  leasing: Promise<void> | undefined;
}

/** The fraction of a limit that a process grants before it asks: two replicas exceed it by a tenth at most. */
const FREE_PART = 20;
/** The fraction of a limit that is leased at a time: ten statements a window, however many requests. */
const LEASED_PART = 10;
/** Windows that a process stores; the oldest are dropped. */
const MOST_WINDOWS = 20_000;

/**
 * Permits that a process leases from the counters all replicas share (G2). Once the limit is reached, it refuses
 * without a statement.
 */
export class LeasedPermits {
  private readonly windows = new Map<string, Window>();

  /** @param count adds so many to the counter */
  constructor(private readonly count: (counter: Counter, amount: number) => Promise<Count>) {}

  /** Takes one permit. 0 if there was one, else the seconds until there are new ones. */
  async take(counter: Counter): Promise<number> {
    const window = this.windowOf(counter);
    while (window.inHand === 0) {
      if (window.isSpent) return secondsLeft(window);
      window.leasing ??= this.lease(counter, window);
      await window.leasing;
    }
    window.inHand--;
    return 0;
  }

  /**
   * Returns an unused permit. `takenAt` by `performance.now()`: a window that has ended has no permits to return to.
   */
  giveBack({ key }: Counter, takenAt: number): void {
    const window = this.windows.get(key);
    if (window && window.beganAt <= takenAt) window.inHand++;
  }

  /** Without taking one: 0 if there may be permits, else the seconds until there are. */
  wait({ key }: Counter): number {
    const window = this.windows.get(key);
    if (!window?.isSpent || window.inHand > 0 || hasEnded(window)) return 0;
    return secondsLeft(window);
  }

  private async lease(counter: Counter, window: Window): Promise<void> {
    const amount = Math.max(1, Math.ceil(counter.limit / LEASED_PART));
    try {
      const { hits, secondsLeft: left } = await this.count(counter, window.owed + amount);
      window.owed = 0;
      window.endsAt = performance.now() + left * 1_000;
      window.inHand += Math.max(0, amount - Math.max(0, hits - counter.limit));
      window.isSpent = hits >= counter.limit;
    } finally {
      window.leasing = undefined;
    }
  }

  private windowOf({ key, limit, seconds }: Counter): Window {
    const known = this.windows.get(key);
    if (known && !hasEnded(known)) return known;
    const free = Math.floor(limit / FREE_PART);
    const beganAt = performance.now();
    const times = { beganAt, endsAt: beganAt + seconds * 1_000 };
    const window = { ...times, inHand: free, owed: free, isSpent: false, leasing: undefined };
    this.windows.delete(key);
    this.windows.set(key, window);
    this.forgetOldest();
    return window;
  }

  /** In the order in which they began. The database continues the count of a counter whose window was dropped. */
  private forgetOldest(): void {
    for (const [key, window] of this.windows) {
      if (this.windows.size <= MOST_WINDOWS && !hasEnded(window)) return;
      this.windows.delete(key);
    }
  }
}

const hasEnded = ({ endsAt }: Window): boolean => endsAt <= performance.now();

const secondsLeft = ({ endsAt }: Window): number =>
  Math.max(1, Math.ceil((endsAt - performance.now()) / 1_000));
