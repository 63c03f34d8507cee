import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Environment } from '../../../platform/config/environment.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { attemptLimits, type AttemptLimits } from './attempt-limits.js';

/** What wrong passwords are counted for. */
export interface Counted {
  readonly of: keyof AttemptLimits;
  readonly id: string;
}

/** Counters that must all be open; the attempt then counts in each of them. */
export type Way = readonly Counted[];

/** `wait`: it was not even looked at, for so many seconds to come. */
export type Verdict<T> =
  | { readonly kind: 'passed'; readonly value: T }
  | { readonly kind: 'failed' }
  | { readonly kind: 'wait'; readonly seconds: number };

// One statement counts and decides, so that of a burst of attempts no more get through than are free. An attempt
// that must wait fills no bucket: knocking on does not make the wait longer. The clock, since others may have counted
// between the start of this statement (`now()`) and its look at the rows.
const CLAIM = statement(
  'sign-in-attempts.claim',
  `WITH asked AS (
     SELECT * FROM unnest($1::bytea[], $2::int[], $3::float8[], $4::float8[], $5::float8[])
       WITH ORDINALITY AS a (key, free, leak, first_wait, longest_wait, place)
   ), closed AS (
     SELECT coalesce(ceil(max(extract(epoch FROM t.open_at - clock_timestamp()))), 0)::int AS seconds
     FROM sign_in_attempts t JOIN asked a ON a.key = t.key WHERE t.open_at > clock_timestamp()
   ), claimed AS (
     INSERT INTO sign_in_attempts AS t (key, empty_at, open_at)
     SELECT a.key, now() + make_interval(secs => a.leak), now()
     FROM asked a JOIN closed c ON c.seconds = 0 ORDER BY a.key
     ON CONFLICT (key) DO UPDATE SET (empty_at, open_at) = (
       SELECT filled.empty_at, CASE WHEN level.count < a.free THEN now() ELSE now() + make_interval(secs =>
         least(a.longest_wait, a.first_wait * power(2, least(level.count - a.free, 30)))) END
       FROM asked a
       CROSS JOIN LATERAL (SELECT greatest(t.empty_at, now()) + make_interval(secs => a.leak) AS empty_at) filled
       CROSS JOIN LATERAL (SELECT ceil(extract(epoch FROM filled.empty_at - now()) / a.leak) AS count) level
       WHERE a.key = t.key)
     WHERE t.open_at <= clock_timestamp()
     RETURNING key
   )
   SELECT array(SELECT a.place::int FROM asked a JOIN claimed USING (key)) AS claimed, greatest(seconds, 1) AS seconds
   FROM closed`,
);

const FORGET = statement('sign-in-attempts.forget', 'DELETE FROM sign_in_attempts WHERE key = $1');

const TAKE_BACK = statement(
  'sign-in-attempts.take-back',
  `UPDATE sign_in_attempts SET empty_at = empty_at - make_interval(secs => $2), open_at = now() WHERE key = $1`,
);

/** Wrong passwords, counted in PostgreSQL over all replicas (attack D8). */
@Injectable()
export class SignInAttempts {
  private readonly limits: AttemptLimits;
  private readonly off: boolean;

  constructor(
    private readonly database: Database,
    { RATE_LIMIT_SCALE, SIGN_IN_FREE_ATTEMPTS }: Environment,
  ) {
    this.off = RATE_LIMIT_SCALE === 0;
    this.limits = attemptLimits(Math.max(2, Math.ceil(SIGN_IN_FREE_ATTEMPTS * RATE_LIMIT_SCALE)));
  }

  /**
   * Has an attempt judged, unless it comes too soon in each of the ways. It counts as wrong until `judge` says what
   * it was good for; if that cannot be found out, it never was.
   */
  async attempt<T>(ways: readonly Way[], judge: () => Promise<T | null>): Promise<Verdict<T>> {
    const claim = await this.claimOneOf(ways);
    if (claim.way === null) return { kind: 'wait', seconds: claim.seconds };
    const { way } = claim;
    const value = await judge().catch(async (error: unknown) => {
      await this.takeBack(way);
      throw error;
    });
    if (value === null) return { kind: 'failed' };
    for (const each of way) await this.forgive(each);
    return { kind: 'passed', value };
  }

  /** An account whose password is new begins anew. */
  async forget(counted: Counted): Promise<void> {
    await this.database.query(FORGET, [keyOf(counted)]);
  }

  /** The first way that is open, in which the attempt is counted now; or the seconds until one of them may be. */
  private async claimOneOf(ways: readonly Way[]): Promise<Claim> {
    let shortest = Infinity;
    for (const way of ways) {
      const seconds = this.off ? 0 : await this.claim(way);
      if (seconds === 0) return { way };
      shortest = Math.min(shortest, seconds);
    }
    return { way: null, seconds: shortest };
  }

  /** Seconds to wait; 0 if the attempt may be made, and is counted. */
  private async claim(way: Way): Promise<number> {
    const limits = way.map(({ of }) => this.limits[of]);
    const [answer] = await this.database.query<{ claimed: number[]; seconds: number }>(CLAIM, [
      way.map(keyOf),
      limits.map(({ free }) => free),
      limits.map(({ leak }) => leak),
      limits.map(({ firstWait }) => firstWait),
      limits.map(({ longestWait }) => longestWait),
    ]);
    const claimed = way.filter((_, index) => answer?.claimed.includes(index + 1));
    if (claimed.length === way.length) return 0;
    // Others were quicker at one of them: this attempt is not made, so the rest must not count it.
    await this.takeBack(claimed);
    return answer?.seconds ?? 1;
  }

  /**
   * The right password clears what was counted for this account. What many share keeps its other failures: one good
   * account would wash a network, and each sign-in of a person would give strangers their spare attempts again.
   */
  private forgive(counted: Counted): Promise<void> {
    const shared = counted.of === 'address' || counted.of === 'spare';
    return shared ? this.takeBack([counted]) : this.forget(counted);
  }

  private async takeBack(way: Way): Promise<void> {
    if (this.off) return;
    for (const each of way) {
      await this.database.query(TAKE_BACK, [keyOf(each), this.limits[each.of].leak]);
    }
  }
}

type Claim = { readonly way: Way } | { readonly way: null; readonly seconds: number };

/** Hashed: addresses and e-mails do not lie about in a table of counters. */
const keyOf = ({ of, id }: Counted): Buffer => hash('sha256', `${of} ${id}`, 'buffer');
