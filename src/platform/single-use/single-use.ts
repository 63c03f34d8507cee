import { setTimeout as wait } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import { column } from '../database/row-shape.js';
import { statement } from '../database/statement.js';
import { currentRequest } from '../http/request-context.js';

/**
 * Why a request did not get what can be had once. `raced`: another request consumed it while this one was under way,
 * which is an accident. `replayed`: it was consumed before this request began, which is an attack or a bug.
 */
export type Loss = 'raced' | 'replayed' | 'expired';

/** What came of a try to consume. */
export type Use<Won> =
  | { readonly outcome: 'won'; readonly value: Won }
  | { readonly outcome: Exclude<Loss, 'replayed'> };

/** Seconds after which nobody lost a race any more, however long a request was under way: its body may be held back. */
const LONGEST_RACE = 2;

/** Milliseconds in which other losers of a contested race, on whichever server, come to be known as such. */
const SETTLING = 300;

/**
 * Secrets that work once: the rows of one table, which has `consumed_at` and `raced_until`. Tells races from replays
 * (docs/decisions/0010-race-or-replay.md).
 *
 * Who loses a race keeps it open while being answered, so that one burst of requests counts as one race however long
 * its tail; but never for longer than two seconds, or a thief could hide behind a race without end.
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
   * Consumes row `id`, which this request has seen unconsumed. `take` does it in a transaction, by one conditional
   * update, together with all that rests on it; null if the update found nothing to consume.
   */
  consume<Won>(
    database: Database,
    id: string,
    take: (tx: EntityManager) => Promise<Won | null>,
  ): Promise<Use<Won>> {
    return database.transaction(async (tx) => {
      const value = await take(tx);
      if (value !== null) return { outcome: 'won', value };
      const verdict = await this.judgeIn(database, tx, id, true);
      return { outcome: verdict === 'expired' ? 'expired' : 'raced' };
    });
  }

  /** What it means that this request found row `id` consumed. Holds no connection while losers elsewhere report. */
  async judge(database: Database, id: string): Promise<Loss> {
    const ask = () => database.transaction((tx) => this.judgeIn(database, tx, id, false));
    const first = await ask();
    if (first !== 'contested') return first;
    await wait(SETTLING);
    const settled = await ask();
    return settled === 'contested' ? 'replayed' : settled;
  }

  /** In a transaction, because the elapsed time has to be read after the wait for a connection. */
  private async judgeIn(
    database: Database,
    tx: EntityManager,
    id: string,
    sawUnconsumed: boolean,
  ): Promise<Loss | 'contested'> {
    const elapsed = Math.min(elapsedSeconds(), LONGEST_RACE);
    const values = { id, sawUnconsumed, elapsed, longestRace: LONGEST_RACE };
    const [row] = await database.queryIn(tx, this.verdictOf, values);
    return row?.verdict ?? 'expired';
  }
}

/** Since the request was received, waiting for a connection included. Outside of a request nothing can overlap. */
function elapsedSeconds(): number {
  const request = currentRequest();
  return request ? (performance.now() - request.receivedAt) / 1_000 : 0;
}
