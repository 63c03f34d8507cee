import { column } from '../../../platform/database/row-shape.js';
import { statement } from '../../../platform/database/statement.js';
import { columnsOf } from '../../../platform/database/entity-columns.js';
import { sweepOf } from '../../../platform/jobs/sweep.js';
import { ImportEntity } from './import.entity.js';

const { list, shape } = columnsOf(ImportEntity);

export const LOCK_PROJECT = statement(
  'import.lock-project',
  `SELECT pg_advisory_xact_lock(hashtext('imports'), hashtext(:projectId))`,
);

export const CREATE = statement(
  'import.create',
  `WITH made AS (
     INSERT INTO imports (id, project_id, data_source_id, status, total)
     SELECT :id::uuid, :projectId::uuid, :dataSourceId::uuid, 'queued', :total::integer
     WHERE (SELECT count(*) FROM imports WHERE project_id = :projectId AND completed_at IS NULL) < :most::integer
     RETURNING ${list}
   ), parts AS (
     INSERT INTO import_parts (project_id, import_id, first_row, rows)
     SELECT m."projectId", m.id, p.first_row, p.rows FROM made m, unnest(:firstRows::integer[], :rows::text[]) AS p (first_row, rows)
   )
   SELECT ${Object.keys(shape)
     .map((name) => `"${name}"`)
     .join(', ')} FROM made`,
  shape,
);

/** Locks the import, so that it is not cancelled while a part of it is brought in. */
export const BEGIN_PART = statement(
  'import.begin-part',
  `UPDATE imports SET status = 'processing', worked_at = now()
   WHERE project_id = :projectId AND id = :importId AND status IN ('queued', 'processing')
   RETURNING data_source_id AS "dataSourceId"`,
  { dataSourceId: 'uuid' },
);

export const TAKE_PART = statement(
  'import.take-part',
  `DELETE FROM import_parts WHERE project_id = :projectId AND import_id = :importId AND first_row = (
     SELECT first_row FROM import_parts WHERE project_id = :projectId AND import_id = :importId ORDER BY first_row LIMIT 1)
   RETURNING first_row AS "firstRow", rows`,
  { firstRow: 'integer', rows: 'text' },
);

export const END_PART = statement(
  'import.end-part',
  `WITH refused AS (
     INSERT INTO import_errors (project_id, import_id, row_number, user_id, errors)
     SELECT :projectId::uuid, :importId::uuid, e.row_number, e.user_id, e.errors
     FROM jsonb_to_recordset(:errors::jsonb) AS e (row_number integer, user_id text, errors jsonb)
   )
   UPDATE imports SET completed = completed + :completed, failed = failed + :failed, worked_at = now()
   WHERE project_id = :projectId AND id = :importId`,
);

export const COMPLETE = statement(
  'import.complete',
  `UPDATE imports SET status = CASE WHEN failed = total THEN 'failed' ELSE 'complete' END, completed_at = now()
   WHERE project_id = :projectId AND id = :importId
   RETURNING ${list}`,
  shape,
);

/** Its parts are deleted by the next job that finds it so, or with it. */
export const CANCEL = statement(
  'import.cancel',
  `UPDATE imports SET status = 'cancelled', completed_at = now()
   WHERE project_id = :projectId AND id = :id AND status IN ('queued', 'processing')
   RETURNING ${list}`,
  shape,
);

export const DROP_PARTS = statement(
  'import.drop-parts',
  `DELETE FROM import_parts WHERE project_id = :projectId AND import_id = :importId`,
);

export const FIND_ERRORS = statement(
  'import.find-errors',
  `SELECT row_number AS "rowNumber", user_id AS "userId", errors FROM import_errors
   WHERE project_id = :projectId AND import_id = :importId ORDER BY row_number`,
  {
    ...{ rowNumber: 'integer', userId: 'text?' },
    errors: column<Readonly<Record<string, readonly string[]>>>('jsonb'),
  },
);

/** Imports whose worker is gone: it writes at every part. */
export const FIND_ABANDONED = statement(
  'import.find-abandoned',
  `UPDATE imports SET worked_at = now() WHERE id IN (
     SELECT id FROM imports WHERE completed_at IS NULL AND worked_at < now() - interval '2 minutes'
     ORDER BY worked_at LIMIT 100 FOR UPDATE SKIP LOCKED)
   RETURNING id AS "importId", project_id AS "projectId"`,
  { importId: 'uuid', projectId: 'uuid' },
);

/** With their parts and errors. */
export const OLD_IMPORTS = sweepOf({
  table: 'imports',
  time: 'created_at',
  before: `now() - interval '7 days'`,
  batch: 20,
});
