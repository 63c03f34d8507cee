import { columnsOf } from '../../../platform/database/entity-columns.js';
import { statement } from '../../../platform/database/statement.js';
import { USED_BY } from '../segments.dto.js';
import { SegmentEntity } from './segment.entity.js';

export const MOST_SEGMENTS = 1_000;

const { list, shape } = columnsOf(SegmentEntity);
const SHOWN = `${list}, ${USED_BY.usedBy.sql} AS "usedBy"` as const;
const SHOWN_SHAPE = { ...shape, usedBy: USED_BY.usedBy.type };

/** Saves and deletions of segments of a project happen in a row, so that they see each other's links. */
export const LOCK_SEGMENTS = statement(
  'segments.lock',
  `SELECT true AS locked FROM pg_advisory_xact_lock(hashtextextended('segments ' || :projectId::text, 0))`,
  { locked: 'boolean' },
);

/** Nothing, if the project has too many. */
export const INSERT_SEGMENT = statement(
  'segment.insert',
  `INSERT INTO segments (id, project_id, name, description, type, rule, parameters, status, created_by)
   SELECT :id::uuid, :projectId::uuid, :name, :description, :type, :rule::jsonb, :parameters::jsonb, 'ready', :createdBy::uuid
   WHERE (SELECT count(*) FROM segments WHERE project_id = :projectId) < ${String(MOST_SEGMENTS)}
   RETURNING id`,
  { id: 'uuid' },
);

/** What is null stays. A new rule has not been counted yet. */
export const CHANGE_SEGMENT = statement(
  'segment.change',
  `UPDATE segments SET name = coalesce(:name, name),
     description = CASE WHEN :describes::boolean THEN :description ELSE description END,
     rule = coalesce(:rule::jsonb, rule), parameters = coalesce(:parameters::jsonb, parameters),
     last_count = CASE WHEN :rule::jsonb IS NULL THEN last_count END,
     last_computed_at = CASE WHEN :rule::jsonb IS NULL THEN last_computed_at END,
     status = CASE WHEN :rule::jsonb IS NULL THEN status ELSE 'ready' END,
     version = version + 1, updated_at = now()
   WHERE project_id = :projectId AND id = :id RETURNING id`,
  { id: 'uuid' },
);

export const SHOW_SEGMENT = statement(
  'segment.show',
  `SELECT ${SHOWN} FROM segments WHERE project_id = :projectId AND id = :id`,
  SHOWN_SHAPE,
);

export const LOCK_SEGMENT = statement(
  'segment.lock',
  `SELECT type, version FROM segments WHERE project_id = :projectId AND id = :id FOR UPDATE`,
  { type: shape.type, version: 'integer' },
);

/** Once it is locked, since others use it under a lock of its row: what keeps it from being deleted. */
export const FIND_USES = statement(
  'segment.find-uses',
  `SELECT EXISTS (SELECT FROM segment_uses WHERE project_id = :projectId AND segment_id = :id) AS used,
     EXISTS (SELECT FROM segment_links WHERE project_id = :projectId AND refers_to = :id) AS referred`,
  { used: 'boolean', referred: 'boolean' },
);

export const DELETE_SEGMENT = statement(
  'segment.delete',
  `DELETE FROM segments WHERE project_id = :projectId AND id = :id`,
);

/** Returns how many of the segments exist and need no parameters. */
export const LINK_SEGMENT = statement(
  'segment.link',
  `WITH known AS (
     SELECT id FROM segments WHERE project_id = :projectId AND id = ANY (:refersTo::uuid[]) AND parameters = '[]'
     FOR KEY SHARE
   ), gone AS (
     DELETE FROM segment_links WHERE project_id = :projectId AND segment_id = :id AND refers_to <> ALL (:refersTo::uuid[])
   ), made AS (
     INSERT INTO segment_links (project_id, segment_id, refers_to)
     SELECT :projectId::uuid, :id::uuid, id FROM known ON CONFLICT DO NOTHING
   )
   SELECT count(*)::int AS linked FROM known`,
  { linked: 'integer' },
);

/** Levels of segments below and above one; three where they are in a circle. */
export const MEASURE_SEGMENT = statement(
  'segment.measure',
  `WITH RECURSIVE below (id, level) AS (
     SELECT :id::uuid, 0
     UNION
     SELECT l.refers_to, level + 1 FROM below JOIN segment_links l
       ON l.project_id = :projectId AND l.segment_id = below.id WHERE level < 3
   ), above (id, level) AS (
     SELECT :id::uuid, 0
     UNION
     SELECT l.segment_id, level + 1 FROM above JOIN segment_links l
       ON l.project_id = :projectId AND l.refers_to = above.id WHERE level < 3
   )
   SELECT (SELECT max(level) FROM below) + (SELECT max(level) FROM above) AS links`,
  { links: 'integer' },
);
