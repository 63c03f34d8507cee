import { statement } from '../../../platform/database/statement.js';

/** Rows of one step. */
export const MOST_CHANGES = 5_000;

const KEY = { projectId: 'uuid', segmentId: 'uuid' } as const;

export const FIND_DUE = statement(
  'segment-watch.find-due',
  `SELECT project_id AS "projectId", segment_id AS "segmentId" FROM watched_segments
   WHERE due_at <= now() ORDER BY due_at LIMIT 1`,
  KEY,
);

/** Nothing if another process compares it at the moment. */
export const LOCK_WATCHED = statement(
  'segment-watch.lock',
  `SELECT complete, EXISTS (SELECT FROM segment_uses u
     WHERE u.project_id = :projectId AND u.segment_id = :segmentId AND u.watches) AS watched
   FROM watched_segments w WHERE w.project_id = :projectId AND w.segment_id = :segmentId AND w.due_at <= now()
   FOR UPDATE OF w SKIP LOCKED`,
  { complete: 'boolean', watched: 'boolean' },
);

/** A step that found as many changes as it takes is followed by the next at once: the column's rounding must not defer it. */
export const FINISH_STEP = statement(
  'segment-watch.finish-step',
  `UPDATE watched_segments SET complete = :complete, due_at = date_trunc('milliseconds', now())
     + CASE WHEN :full::boolean THEN '0 s' ELSE '55 s' END::interval
   WHERE project_id = :projectId AND segment_id = :segmentId`,
);

export const DEFER_SEGMENT = statement(
  'segment-watch.defer',
  `UPDATE watched_segments SET due_at = now() + interval '5 minutes'
   WHERE project_id = :projectId AND segment_id = :segmentId`,
);

/** Of a segment that nobody watches any more. */
export const CLEAR_SNAPSHOT = statement(
  'segment-watch.clear',
  `WITH gone AS (
     DELETE FROM segment_snapshots WHERE project_id = :projectId AND segment_id = :segmentId AND contact_id = ANY (ARRAY(
       SELECT contact_id FROM segment_snapshots WHERE project_id = :projectId AND segment_id = :segmentId
       LIMIT ${String(MOST_CHANGES)})) RETURNING 1
   )
   SELECT count(*)::int AS count FROM gone`,
  { count: 'integer' },
);

export const FORGET_SEGMENT = statement(
  'segment-watch.forget',
  `DELETE FROM watched_segments WHERE project_id = :projectId AND segment_id = :segmentId`,
);
