import type { Database } from '../database/database.js';
import type { ParameterValues } from '../database/parameters.js';
import { unprepared, type Statement } from '../database/statement.js';

const BATCH = 1_000;

/** Rows that are outdated once one of their times is past. */
export interface Outdated {
  readonly table: string;
  /** A column, or an expression; it must have an index, which the sweep scans. */
  readonly time: string;
  /** SQL for the moment before which that time must be; it may name parameters. */
  readonly before: string;
  /** The condition of a partial index. */
  readonly among?: string;
  /** Rows at a time; fewer where each deletion cascades. */
  readonly batch?: number;
}

/** Deletes one batch at a time, the oldest first, until none are left. */
export interface Sweep {
  readonly batch: number;
  readonly statement: Statement;
}

/**
 * Every statement reads as many rows as it deletes, by an index, so that its cost does not depend on the table's size.
 * Each batch commits: an interrupted run loses nothing. Locked rows are skipped until the next run.
 */
export function sweepOf({ table, time, before, among, batch = BATCH }: Outdated): Sweep {
  const statement = unprepared(
    `WITH due AS (
       SELECT ctid FROM ${table} WHERE ${among === undefined ? '' : `${among} AND `}${time} < ${before}
       ORDER BY ${time} LIMIT ${String(batch)} FOR UPDATE SKIP LOCKED
     ), gone AS (
       DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM due)) RETURNING 1
     )
     SELECT count(*)::int AS count FROM gone`,
    { count: 'integer' },
  );
  return { batch, statement };
}

/** Repeats a statement that deletes a batch and returns its `count`, until a batch is not full. */
export async function sweep(
  database: Database,
  { batch, statement }: Sweep,
  values: ParameterValues<string> = {},
): Promise<void> {
  for (;;) {
    const [gone] = (await database.query(statement, values)) as { readonly count: number }[];
    if (!gone || gone.count < batch) return;
  }
}
