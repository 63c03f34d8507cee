/** What one counter allows: at most `limit` in `seconds`. */
export interface Counter {
  readonly key: string;
  readonly limit: number;
  readonly seconds: number;
}

/** How many there were in the window, with those just counted, and when it ends. */
export interface Count {
  readonly hits: number;
  readonly secondsLeft: number;
}

/** What this process may hand out of one counter's permits until the window ends. */
interface Window {
  /** Milliseconds of this process's monotonic clock, as is the next. */
  readonly beganAt: number;
  endsAt: number;
  inHand: number;
  /** Handed out, or to be, and not yet counted in the database. */
  owed: number;
  /** The database has no more. */
  isSpent: boolean;
  leasing: Promise<void> | undefined;
}

/** One part of a limit that a process hands out before it asks: two replicas let a tenth more through at most. */
const FREE_PART = 20;
/** One part of a limit that is leased at a time: ten statements a window, however many requests. */
const LEASED_PART = 10;
/** Windows that a process remembers; beyond them it forgets the oldest. */
const MOST_WINDOWS = 20_000;

/**
 * Permits that a process leases from the counters all replicas share, and hands out by itself (G2). Who has none left is
 * refused without asking anybody.
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

  /** Gives back a permit that was not needed. `takenAt` by `performance.now()`: with a window, its permits are gone. */
  giveBack({ key }: Counter, takenAt: number): void {
    const window = this.windows.get(key);
    if (window && window.beganAt <= takenAt) window.inHand++;
  }

  /** Without taking any: 0 if there may be permits, else the seconds until there are. */
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

  /** In the order in which they began. A holder whose window is forgotten is counted on in the database. */
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
