import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { statement } from '../../database/statement.js';
import { counterKey } from './counter-key.js';

/** At most `limit` permits in `seconds` for one holder, over all replicas. */
export interface Allowance {
  /** Unique in the server. */
  readonly name: string;
  readonly limit: number;
  readonly seconds: number;
}

/** What this process may hand out of one holder's permits until the window ends. */
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

const LEASE = statement(
  'rate-limits.lease',
  `INSERT INTO rate_limit_counters AS counter (key, hits, expires_at)
   VALUES ($1, $3::int, now() + $2 * interval '1 second')
   ON CONFLICT (key) DO UPDATE
      SET hits = CASE WHEN counter.expires_at <= now() THEN excluded.hits ELSE counter.hits + excluded.hits END,
          expires_at = CASE WHEN counter.expires_at <= now() THEN excluded.expires_at ELSE counter.expires_at END
   RETURNING hits, extract(epoch FROM expires_at - now())::float8 AS "secondsLeft"`,
);

/**
 * Limits for what must not cost a statement each time: a process leases permits from the counters that all replicas
 * share, and hands them out by itself (G2). Who has none left is refused without asking anybody.
 */
@Injectable()
export class LeasedLimits {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly database: Database) {}

  /** Takes one permit. 0 if there was one, else the seconds until there are new ones. */
  async take(allowance: Allowance, holder: string): Promise<number> {
    const key = counterKey(allowance.name, holder);
    const window = this.windowOf(key, allowance);
    while (window.inHand === 0) {
      if (window.isSpent) return secondsLeft(window);
      window.leasing ??= this.lease(key, allowance, window);
      await window.leasing;
    }
    window.inHand--;
    return 0;
  }

  /** Gives back a permit that was not needed. `takenAt` by `performance.now()`: with a window, its permits are gone. */
  giveBack(allowance: Allowance, holder: string, takenAt: number): void {
    const window = this.windows.get(counterKey(allowance.name, holder));
    if (window && window.beganAt <= takenAt) window.inHand++;
  }

  /** Without taking any: 0 if there may be permits, else the seconds until there are. */
  wait(allowance: Allowance, holder: string): number {
    const window = this.windows.get(counterKey(allowance.name, holder));
    if (!window?.isSpent || window.inHand > 0 || hasEnded(window)) return 0;
    return secondsLeft(window);
  }

  private async lease(key: string, { limit, seconds }: Allowance, window: Window): Promise<void> {
    const amount = Math.max(1, Math.ceil(limit / LEASED_PART));
    try {
      const values = [key, seconds, window.owed + amount];
      const [row] = await this.database.query<{ hits: number; secondsLeft: number }>(LEASE, values);
      if (!row) throw new Error('The lease was not returned.');
      window.owed = 0;
      window.endsAt = performance.now() + row.secondsLeft * 1_000;
      window.inHand += Math.max(0, amount - Math.max(0, row.hits - limit));
      window.isSpent = row.hits >= limit;
    } finally {
      window.leasing = undefined;
    }
  }

  private windowOf(key: string, { limit, seconds }: Allowance): Window {
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
