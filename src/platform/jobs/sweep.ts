import type { Database } from '../database/database.js';
import { statement, type Statement } from '../database/statement.js';

const BATCH = 1_000;

/** Deletes up to a thousand rows at a time, so that no sweep holds locks for long or runs into a timeout. */
export const sweepStatement = (table: string, condition: string, what = table): Statement =>
  statement(
    `sweep.${what}`,
    `WITH gone AS (
       DELETE FROM ${table}
       WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${condition} LIMIT ${String(BATCH)}))
       RETURNING 1
     )
     SELECT count(*)::int AS count FROM gone`,
  );

/** Runs a `sweepStatement` until nothing is left to delete. */
export async function sweep(database: Database, sweeping: Statement): Promise<void> {
  for (;;) {
    const [gone] = await database.query<{ count: number }>(sweeping);
    if (!gone || gone.count < BATCH) return;
  }
}
