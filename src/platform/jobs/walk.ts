import type { Database } from '../database/database.js';
import type { ShapedRow } from '../database/row-shape.js';
import { statement, unprepared, type Statement } from '../database/statement.js';

const BATCH = 1_000;

/** Statements of one run: the next run goes on where this one stopped. */
const MOST_BATCHES = 200;

/** Outdated rows of which some have to stay. */
export interface PartlyOutdated {
  /** Unique in the server: names the place where the walk is. */
  readonly name: string;
  readonly table: string;
  /** A column; an index begins with it and `id`, a UUID. */
  readonly time: string;
  /** SQL for the moment before which that time has to be. */
  readonly before: string;
  /** The condition of a partial index. */
  readonly among?: string;
  /** SQL: the row may go. */
  readonly due: string;
}

export interface Walk {
  readonly name: string;
  readonly statement: Statement<string, Place>;
}

const PLACE = { at: 'text', id: 'uuid' } as const;

/** Where a walk is: behind the row of this time and id. */
export type Place = ShapedRow<typeof PLACE>;

const START: Place = { at: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

/**
 * Each statement looks at the next thousand rows and deletes those that are due. Those that stay are not looked at again
 * in the same round, so a round ends however many they are.
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
  return { name, statement: unprepared(text, PLACE) };
}

const FIND_PLACE = statement(
  'walk.find-place',
  `SELECT after_time::text AS at, after_id AS id FROM sweep_places WHERE name = :name`,
  PLACE,
);
const KEEP_PLACE = statement(
  'walk.keep-place',
  `INSERT INTO sweep_places (name, after_time, after_id) VALUES (:name, :at, :id)
   ON CONFLICT (name) DO UPDATE SET after_time = excluded.after_time, after_id = excluded.after_id`,
);

/** Goes on with the round where the last run stopped; ends with it, or after two hundred statements. */
export function walk(database: Database, { name, statement }: Walk): Promise<void> {
  return walkOn(database, name, async ({ at, id }) => {
    const [last] = await database.query(statement, { at, id });
    return last ?? null;
  });
}

/**
 * The same for work that is more than one statement. `step` does the next part behind a place and says where it ended;
 * null at the end of the round, and the next run begins a new one. A run is at most so many steps.
 */
export async function walkOn(
  database: Database,
  name: string,
  step: (place: Place) => Promise<Place | null>,
  most = MOST_BATCHES,
): Promise<void> {
  const [kept] = await database.query(FIND_PLACE, { name });
  let place: Place | null = kept ?? START;
  for (let batches = 0; place && batches < most; batches++) {
    place = await step(place);
    const { at, id } = place ?? START;
    await database.query(KEEP_PLACE, { name, at, id });
  }
}
