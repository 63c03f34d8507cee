import type { Database } from '../database/database.js';
import { unprepared, type Statement } from '../database/statement.js';

const BATCH = 1_000;

/** Rows that nobody needs once a time of theirs is past. */
export interface Outdated {
  readonly table: string;
  /** A column, or an expression that an index has. It must have one: the sweep walks along it. */
  readonly time: string;
  /** SQL for the moment before which that time has to be; it may name parameters. */
  readonly before: string;
  /** The condition of a partial index. */
  readonly among?: string;
  /** Rows at a time; fewer where each takes others along. */
  readonly batch?: number;
}

/** Deletes one batch at a time, the oldest first, until nothing is left. */
export interface Sweep {
  readonly batch: number;
  readonly statement: Statement;
}

/**
 * Every statement reads as many rows as it deletes, by an index, so that it takes the same in a table of any size. What
 * it has deleted is its progress: a run that is cut off loses nothing. Rows that somebody holds wait for the next run.
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

/** Runs a statement of batches, which returns its `count`, until one is not full. */
export async function sweep(
  database: Database,
  { batch, statement }: Sweep,
  values: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  for (;;) {
    const [gone] = (await database.query(statement, values)) as { readonly count: number }[];
    if (!gone || gone.count < batch) return;
  }
}
