import type { EntityManager } from 'typeorm';
import type { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { elapsedMilliseconds } from '../../platform/http/request-context.js';

/**
 * Why somebody did not get what can be had once. `raced`: somebody else took it while this request was already
 * under way, which is an accident. `replayed`: it had been taken before this request began, which is an attack
 * or a bug. `contested`: taken a moment ago; a loser of the same race who is still under way may yet show that
 * this is one. (docs/decisions/0010-race-or-replay.md)
 */
export type Loss = 'raced' | 'contested' | 'replayed' | 'expired';

/** Tells the loss of row `id`; `seenUnspent`: it was there to be taken when this request looked. */
export type JudgeLoser = (
  database: Database,
  tx: EntityManager,
  id: string,
  seenUnspent: boolean,
) => Promise<Loss>;

/** Seconds after which nobody lost a race any more, however long a request was under way: its body may be held back. */
const LONGEST_RACE = 2;

/**
 * The judge over one table of secrets that work once, which has `consumed_at` and `raced_until`.
 *
 * Who loses a race keeps it open while being answered, so that one burst of requests counts as one race however
 * long its tail; but never for longer than two seconds, or a thief could hide behind a race without end, or behind a
 * request begun before it.
 */
export function raceVerdict(
  name: string,
  table: 'authorization_codes' | 'refresh_tokens',
): JudgeLoser {
  const judge = statement(
    `${name}.judge-loser`,
    `WITH joined AS (
       UPDATE ${table} SET raced_until = least(clock_timestamp(), consumed_at + interval '${String(LONGEST_RACE)} seconds')
       WHERE id = $1 AND consumed_at IS NOT NULL
         AND ($3 OR statement_timestamp() - make_interval(secs => $2) < coalesce(raced_until, consumed_at))
       RETURNING id
     )
     SELECT CASE WHEN EXISTS (SELECT FROM joined) THEN 'raced'
       WHEN consumed_at IS NULL THEN 'expired'
       WHEN statement_timestamp() - make_interval(secs => $2) < consumed_at + interval '${String(LONGEST_RACE)} seconds' THEN 'contested'
       ELSE 'replayed' END AS loss
     FROM ${table} WHERE id = $1`,
  );
  return async (database, tx, id, seenUnspent) => {
    const elapsed = Math.min(elapsedMilliseconds() / 1000, LONGEST_RACE);
    const values = [id, elapsed, seenUnspent];
    const [judged] = await database.queryIn<{ loss: Loss }>(tx, judge, values);
    return judged?.loss ?? 'expired';
  };
}
