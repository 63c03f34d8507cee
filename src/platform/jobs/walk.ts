import type { Database } from '../database/database.js';
import type { ShapedRow } from '../database/row-shape.js';
import { statement, unprepared, type Statement } from '../database/statement.js';

const BATCH = 1_000;

/** Statements of one run: the next run continues where this one stopped. */
const MOST_BATCHES = 200;

/** Outdated rows of which some must not be deleted. */
export interface PartlyOutdated {
  /** Unique in the server: the key of the stored position. */
  readonly name: string;
  readonly table: string;
  /** A column; an index begins with it and `id`, a UUID. */
  readonly time: string;
  /** SQL for the moment before which that time must be. */
  readonly before: string;
  /** The condition of a partial index. */
  readonly among?: string;
  /** SQL: the row may be deleted. */
  readonly due: string;
}

export interface Walk {
  readonly name: string;
  readonly statement: Statement<string, Position>;
}

const POSITION = { at: 'text', id: 'uuid' } as const;

/** The position of a walk: after the row of this time and id. */
export type Position = ShapedRow<typeof POSITION>;

const START: Position = { at: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

/**
 * Each statement reads the next thousand rows and deletes those that are due. The others are not read again in the same
 * round, so a round ends however many they are.
 */
export function walkOf({ name, table, time, before, among = 'true', due }: PartlyOutdated): Walk {
  const text = `WITH seen AS (
       SELECT ctid, ${time} AS at, id, (${due}) AS due FROM ${table}
       WHERE ${among} AND ${time} < ${before} AND (${time}, id) > (:at::timestamptz, :id::uuid)
       ORDER BY ${time}, id LIMIT ${String(BATCH)}
     ), gone AS (
       DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM seen WHERE due)) RETURNING 1
     )
     SELECT at::text, id FROM seen ORDER BY seen.at, id LIMIT 1 OFFSET ${String(BATCH - 1)}`;
  return { name, statement: unprepared(text, POSITION) };
}

const FIND_POSITION = statement(
  'walk.find-position',
  `SELECT after_time::text AS at, after_id AS id FROM sweep_places WHERE name = :name`,
  POSITION,
);
const KEEP_POSITION = statement(
  'walk.keep-position',
  `INSERT INTO sweep_places (name, after_time, after_id) VALUES (:name, :at, :id)
   ON CONFLICT (name) DO UPDATE SET after_time = excluded.after_time, after_id = excluded.after_id`,
);

/** Continues the round where the last run stopped; ends with the round, or after two hundred statements. */
export function walk(database: Database, { name, statement }: Walk): Promise<void> {
  return walkOn(database, name, async ({ at, id }) => {
    const [last] = await database.query(statement, { at, id });
    return last ?? null;
  });
}

/**
 * The same for work of more than one statement. `step` does the next part after a position and returns where it ended;
 * null at the end of the round, and the next run begins a new one. A run has at most so many steps.
 */
export async function walkOn(
  database: Database,
  name: string,
  step: (position: Position) => Promise<Position | null>,
  most = MOST_BATCHES,
): Promise<void> {
  const [kept] = await database.query(FIND_POSITION, { name });
  let position: Position | null = kept ?? START;
  for (let batches = 0; position && batches < most; batches++) {
    position = await step(position);
    const { at, id } = position ?? START;
    await database.query(KEEP_POSITION, { name, at, id });
  }
}
