import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Environment } from '../../../platform/config/environment.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { perAccount, perAddress, type AttemptLimit } from './attempt-limits.js';

/** What wrong passwords are counted for. */
export type Counted =
  | { readonly of: 'account' | 'address'; readonly id: string }
  /** A known browser or a session, in which somebody tries one account. */
  | { readonly of: 'place'; readonly id: string };

/** `wait`: it was not even looked at, for so many seconds to come. */
export type Verdict<T> =
  | { readonly kind: 'passed'; readonly value: T }
  | { readonly kind: 'failed' }
  | { readonly kind: 'wait'; readonly seconds: number };

// One statement counts and decides, so that of a burst of attempts no more get through than are free. An attempt
// that must wait fills no bucket: knocking on does not make the wait longer.
const CLAIM = statement(
  'sign-in-attempts.claim',
  `WITH asked AS (
     SELECT * FROM unnest($1::bytea[], $2::int[], $3::float8[], $4::float8[], $5::float8[])
       AS a (key, free, leak, first_wait, longest_wait)
   ), closed AS (
     SELECT coalesce(ceil(max(extract(epoch FROM t.open_at - now()))), 0)::int AS seconds
     FROM sign_in_attempts t JOIN asked a ON a.key = t.key WHERE t.open_at > now()
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
     WHERE t.open_at <= now()
     RETURNING key
   )
   SELECT (SELECT count(*) FROM claimed) = (SELECT count(*) FROM asked) AS open, greatest(seconds, 1) AS seconds
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
  private readonly limits: Readonly<Record<Counted['of'], AttemptLimit>>;
  private readonly off: boolean;

  constructor(
    private readonly database: Database,
    { RATE_LIMIT_SCALE, SIGN_IN_FREE_ATTEMPTS }: Environment,
  ) {
    this.off = RATE_LIMIT_SCALE === 0;
    const free = Math.max(2, Math.ceil(SIGN_IN_FREE_ATTEMPTS * RATE_LIMIT_SCALE));
    const account = perAccount(free);
    this.limits = { account, place: account, address: perAddress(free) };
  }

  /**
   * Has an attempt judged, unless it comes too soon. It counts as wrong until `judge` says what it was good for;
   * if that cannot be found out, it never was.
   */
  async attempt<T>(
    counted: readonly Counted[],
    judge: () => Promise<T | null>,
  ): Promise<Verdict<T>> {
    const seconds = await this.claim(counted);
    if (seconds > 0) return { kind: 'wait', seconds };
    const value = await judge().catch(async (error: unknown) => {
      for (const each of counted) await this.takeBack(each);
      throw error;
    });
    if (value === null) return { kind: 'failed' };
    for (const each of counted) await this.forgive(each);
    return { kind: 'passed', value };
  }

  /** An account whose password is new begins anew. */
  async forget(counted: Counted): Promise<void> {
    await this.database.query(FORGET, [keyOf(counted)]);
  }

  /** Seconds to wait; 0 if the attempt may be made, and is counted. */
  private async claim(counted: readonly Counted[]): Promise<number> {
    if (this.off) return 0;
    const limits = counted.map(({ of }) => this.limits[of]);
    const [answer] = await this.database.query<{ open: boolean; seconds: number }>(CLAIM, [
      counted.map(keyOf),
      limits.map(({ free }) => free),
      limits.map(({ leak }) => leak),
      limits.map(({ firstWait }) => firstWait),
      limits.map(({ longestWait }) => longestWait),
    ]);
    return answer?.open === true ? 0 : (answer?.seconds ?? 1);
  }

  /** The right password clears an account; a network keeps its other failures, or one good account would wash it. */
  private forgive(counted: Counted): Promise<void> {
    return counted.of === 'address' ? this.takeBack(counted) : this.forget(counted);
  }

  private async takeBack(counted: Counted): Promise<void> {
    if (this.off) return;
    await this.database.query(TAKE_BACK, [keyOf(counted), this.limits[counted.of].leak]);
  }
}

/** Hashed: addresses and e-mails do not lie about in a table of counters. */
const keyOf = ({ of, id }: Counted): Buffer => hash('sha256', `${of} ${id}`, 'buffer');
