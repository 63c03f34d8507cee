/** What one counter allows: at most `limit` in `seconds`. */
export interface Counter {
  /** Names the counter, readable: the address or the app is in it. */
  readonly key: string;
  readonly limit: number;
  readonly seconds: number;
}

/** The hits in the window, with those just counted, and when it ends. */
export interface Count {
  readonly hits: number;
  readonly secondsLeft: number;
}

/** How many more a counter allows, and when it starts anew. */
export interface Standing {
  readonly limit: number;
  readonly remaining: number;
  readonly secondsLeft: number;
}

/** Adds to the counter. `amount` is called when the statement is sent, and not at all if nothing is. */
export type AddHits = (counter: Counter, amount: () => number) => Promise<Count>;

/** What this process knows of one counter until the window ends. */
interface Window {
  /** Milliseconds of this process's monotonic clock, as is the next. */
  readonly beganAt: number;
  endsAt: number;
  /** Permits taken by this process. */
  taken: number;
  /** Permits counted in the database and not taken. */
  inHand: number;
  /** Permits taken and not yet counted in the database. */
  owed: number;
  /** The hits in the database when this process last counted; 0 if it has not. */
  known: number;
  /** Requests that wait for a lease. */
  waiting: number;
  leasing: Promise<void> | undefined;
}

/**
 * The fraction of a limit that a process grants between two leases without having counted it: eight replicas exceed the
 * limit by a tenth at most. A limit below it has no such part and is never exceeded.
 */
const FREE_PART = 70;
/**
 * A lease is for those who wait and, in advance, for this fraction of what the process took in the window. So it grows
 * with the demand, and at most a tenth of what all replicas granted is unused when the limit is reached.
 */
const ADVANCE_PART = 10;
/** Windows that a process stores. */
const MOST_WINDOWS = 20_000;
/** Of these, how many remain when they are too many. */
const WINDOWS_KEPT = MOST_WINDOWS * 0.9;

/**
 * Permits that a process leases from the counters all replicas share (G2), about 25 statements a window however many
 * requests. Once the limit is reached, it refuses without a statement (docs/decisions/0022-rate-limits-are-leased.md).
 */
export class LeasedPermits {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly addHits: AddHits) {}

  /**
   * Takes one permit. 0 if there was one, else the seconds until there are new ones. A promise only if it has to be
   * asked for.
   */
  take(counter: Counter): number | Promise<number> {
    const window = this.windowOf(counter);
    return takeFrom(window, counter) ?? this.waitFor(window, counter);
  }

  /**
   * Returns an unused permit. `takenAt` by `performance.now()`: a window that has ended has no permits to return to.
   */
  giveBack({ key }: Counter, takenAt: number): void {
    const window = this.windows.get(key);
    if (!window || window.beganAt > takenAt) return;
    window.taken--;
    if (window.owed > 0) window.owed--;
    else window.inHand++;
  }

  /** Without taking one: 0 if there may be permits, else the seconds until there are. */
  wait({ key, limit }: Counter): number {
    const window = this.windows.get(key);
    if (!window || hasEnded(window) || window.inHand > 0 || window.known < limit) return 0;
    return secondsLeft(window);
  }

  /** What is left, as far as this process knows: what others took since it last asked is not subtracted. */
  standing({ key, limit, seconds }: Counter): Standing {
    const window = this.windows.get(key);
    if (!window || hasEnded(window)) return { limit, remaining: limit, secondsLeft: seconds };
    const { known, owed, inHand } = window;
    const remaining = Math.min(limit, Math.max(0, limit - known - owed) + inHand);
    return { limit, remaining, secondsLeft: secondsLeft(window) };
  }

  private async waitFor(window: Window, counter: Counter): Promise<number> {
    window.waiting++;
    try {
      for (;;) {
        window.leasing ??= this.lease(window, counter);
        await window.leasing;
        const seconds = takeFrom(window, counter);
        if (seconds !== undefined) return seconds;
      }
    } finally {
      window.waiting--;
    }
  }

  private async lease(window: Window, counter: Counter): Promise<void> {
    let [owed, asked] = [0, 0];
    try {
      const { hits, secondsLeft: left } = await this.addHits(counter, () => {
        owed = window.owed;
        window.owed = 0;
        asked = window.waiting + Math.floor(window.taken / ADVANCE_PART);
        return owed + asked;
      });
      window.known = hits;
      window.inHand += Math.max(0, asked - Math.max(0, hits - counter.limit));
      window.endsAt = performance.now() + left * 1_000;
    } catch (error) {
      window.owed += owed;
      throw error;
    } finally {
      window.leasing = undefined;
    }
  }

  private windowOf({ key, seconds }: Counter): Window {
    const stored = this.windows.get(key);
    if (stored && !hasEnded(stored)) return stored;
    const beganAt = performance.now();
    const window = {
      ...{ beganAt, endsAt: beganAt + seconds * 1_000, leasing: undefined },
      ...{ taken: 0, inHand: 0, owed: 0, known: 0, waiting: 0 },
    };
    // At the end, as the last to be forgotten.
    this.windows.delete(key);
    this.windows.set(key, window);
    if (this.windows.size > MOST_WINDOWS) this.forgetSome();
    return window;
  }

  /**
   * Those that have ended and, if that is not enough, the oldest. The database continues the count of a counter whose
   * window was dropped: forgotten are its permits that were not taken, and those that were not counted.
   */
  private forgetSome(): void {
    for (const [key, window] of this.windows) if (hasEnded(window)) this.windows.delete(key);
    for (const key of this.windows.keys()) {
      if (this.windows.size <= WINDOWS_KEPT) return;
      this.windows.delete(key);
    }
  }
}

/** 0 for a permit, the seconds to wait for a refusal, undefined if the database has to be asked. */
function takeFrom(window: Window, counter: Counter): number | undefined {
  if (window.inHand > 0) window.inHand--;
  else if (window.known >= counter.limit) return secondsLeft(window);
  else if (mayOwe(window, counter)) owe(window, counter);
  else return undefined;
  window.taken++;
  return 0;
}

/** Not beyond the limit as this process knows it, so that a single replica grants exactly as many. */
const mayOwe = ({ owed, known, leasing }: Window, { limit }: Counter): boolean =>
  !leasing && owed < Math.floor(limit / FREE_PART) && known + owed < limit;

function owe(window: Window, { seconds }: Counter): void {
  window.owed++;
  // As long as nothing was counted, the window ends when none of what it granted is within the last `seconds`: else a
  // replica would grant the free part twice in one window of the database.
  if (window.known === 0) window.endsAt = performance.now() + seconds * 1_000;
}

const hasEnded = ({ endsAt }: Window): boolean => endsAt <= performance.now();

const secondsLeft = ({ endsAt }: Window): number =>
  Math.max(1, Math.ceil((endsAt - performance.now()) / 1_000));
