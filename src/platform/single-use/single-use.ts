import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../database/database.js';
import { column } from '../database/row-shape.js';
import { statement } from '../database/statement.js';
import { currentRequest } from '../http/request-context.js';

/**
 * Why a request did not consume a single-use secret. `raced`: another request consumed it while this one was under way,
 * which is an accident. `replayed`: it was consumed before this request began, which is an attack or a bug.
 */
export type Loss = 'raced' | 'replayed' | 'expired';

/** The result of an attempt to consume. */
export type Use<Won> =
  | { readonly outcome: 'won'; readonly value: Won }
  | { readonly outcome: Exclude<Loss, 'replayed'> };

/**
 * Seconds after which a consumed secret is always a replay, however long a request was under way: its body may be
 * delayed.
 */
const LONGEST_RACE = 2;

/** Milliseconds in which other requests that lost the race, on any server, are recorded as such. */
const SETTLING = 300;

/**
 * Secrets that are used once: the rows of one table, which has `consumed_at` and `raced_until`. Distinguishes races
 * from replays (docs/decisions/0010-race-or-replay.md).
 *
 * A request that loses a race extends it until its response, so that one burst of requests counts as one race; but
 * never for longer than two seconds, or an attacker could extend it without end.
 */
export class SingleUse {
  private readonly verdictOf;

  constructor(table: string) {
    this.verdictOf = statement(
      `${table}.judge`,
      `WITH joined AS (
         UPDATE ${table} SET raced_until = least(clock_timestamp(), consumed_at + make_interval(secs => :longestRace))
         WHERE id = :id AND consumed_at IS NOT NULL AND (:sawUnconsumed
           OR statement_timestamp() - make_interval(secs => :elapsed) < coalesce(raced_until, consumed_at))
         RETURNING id
       )
       SELECT CASE WHEN EXISTS (SELECT FROM joined) THEN 'raced'
         WHEN consumed_at IS NULL THEN 'expired'
         WHEN statement_timestamp() - make_interval(secs => :elapsed) < consumed_at + make_interval(secs => :longestRace)
           THEN 'contested'
         ELSE 'replayed' END AS verdict
       FROM ${table} WHERE id = :id`,
      { verdict: column<Loss | 'contested'>('text') },
    );
  }

  /**
   * Consumes row `id`, which this request has read unconsumed. `take` does it by one statement: a conditional update
   * and all that depends on it; null if the update found nothing to consume.
   */
  async consume<Won>(
    database: Database,
    id: string,
    take: () => Promise<Won | null>,
  ): Promise<Use<Won>> {
    const value = await take();
    if (value !== null) return { outcome: 'won', value };
    const verdict = await this.judgeOnce(database, id, true);
    return { outcome: verdict === 'expired' ? 'expired' : 'raced' };
  }

  /** Classifies a request that found row `id` consumed. Holds no connection while it waits for other losers. */
  async judge(database: Database, id: string): Promise<Loss> {
    const first = await this.judgeOnce(database, id, false);
    if (first !== 'contested') return first;
    await wait(SETTLING);
    const settled = await this.judgeOnce(database, id, false);
    return settled === 'contested' ? 'replayed' : settled;
  }

  /** In a transaction, because the elapsed time has to be read after the wait for a connection. */
  private judgeOnce(
    database: Database,
    id: string,
    sawUnconsumed: boolean,
  ): Promise<Loss | 'contested'> {
    return database.transaction(async (tx) => {
      const elapsed = Math.min(elapsedSeconds(), LONGEST_RACE);
      const values = { id, sawUnconsumed, elapsed, longestRace: LONGEST_RACE };
      const [row] = await database.queryIn(tx, this.verdictOf, values);
      return row?.verdict ?? 'expired';
    });
  }
}

/** Since the request was received, waiting for a connection included. Outside of a request (a job) nothing can race. */
function elapsedSeconds(): number {
  const request = currentRequest();
  return request ? (performance.now() - request.receivedAt) / 1_000 : 0;
}
