import { columnsOf } from '../../../platform/database/entity-columns.js';
import { statement, type RowOf } from '../../../platform/database/statement.js';
import type { Definition } from '../definition/definition.js';
import { AutomationEntity } from './automation.entity.js';

const { list, shape } = columnsOf(AutomationEntity);

/** They cost nothing to make, so their number is limited. */
export const MAX_AUTOMATIONS = 500;
export const MAX_ACTIVE = 100;

/** Archived ones do not count. */
export const INSERT_AUTOMATION = statement(
  'automation.insert',
  `INSERT INTO automations (id, project_id, title, status, trigger, audience, cancel_events, steps, settings)
   SELECT :id, :projectId, :title, 'draft', :trigger::jsonb, :audience::jsonb, :cancelEvents::text[], :steps::jsonb,
     :settings::jsonb
   WHERE (SELECT count(*) FROM (SELECT FROM automations WHERE project_id = :projectId AND status <> 'archived'
     LIMIT ${MAX_AUTOMATIONS}) present) < ${MAX_AUTOMATIONS}
   RETURNING ${list}`,
  shape,
);

export const FIND_AUTOMATION = statement(
  'automation.find-present',
  `SELECT ${list} FROM automations WHERE project_id = :projectId AND id = :id`,
  shape,
);

export const LOCK_AUTOMATION = statement(
  'automation.lock',
  `SELECT ${list} FROM automations WHERE project_id = :projectId AND id = :id FOR NO KEY UPDATE`,
  shape,
);

export type AutomationRow = RowOf<typeof LOCK_AUTOMATION>;

/** Contacts who enter from now on enter `definitionVersion`. A null credential leaves that which it has. */
export const CHANGE_AUTOMATION = statement(
  'automation.change',
  `UPDATE automations SET title = :title, trigger = :trigger, audience = :audience, cancel_events = :cancelEvents,
     steps = :steps, settings = :settings, version = version + 1,
     definition_version = CASE WHEN :isRedefined::boolean THEN version + 1 ELSE definition_version END,
     credential = coalesce(:credential::jsonb, credential), updated_at = now()
   WHERE project_id = :projectId AND id = :id
   RETURNING ${list}`,
  shape,
);

export const DELETE_AUTOMATION = statement(
  'automation.delete',
  `DELETE FROM automations
   WHERE project_id = :projectId AND id = :id AND status = 'draft' AND version = coalesce(:expected, version)
   RETURNING id`,
  { id: 'uuid' },
);

export const ACTIVATE_AUTOMATION = statement(
  'automation.activate',
  `UPDATE automations SET status = 'active', paused_reason = NULL, credential = :credential, version = version + 1,
     updated_at = now()
   WHERE project_id = :projectId AND id = :id AND (SELECT count(*) FROM (SELECT FROM automations
     WHERE project_id = :projectId AND status = 'active' LIMIT ${MAX_ACTIVE}) active) < ${MAX_ACTIVE}
   RETURNING ${list}`,
  shape,
);

export const PAUSE_AUTOMATION = statement(
  'automation.pause',
  `UPDATE automations SET status = 'paused', paused_reason = :reason, next_scan_at = NULL, version = version + 1,
     updated_at = now()
   WHERE project_id = :projectId AND id = :id AND status = 'active'
   RETURNING ${list}`,
  shape,
);

export const ARCHIVE_AUTOMATION = statement(
  'automation.archive',
  `UPDATE automations SET status = 'archived', paused_reason = NULL, next_scan_at = NULL, version = version + 1,
     updated_at = now()
   WHERE project_id = :projectId AND id = :id
   RETURNING ${list}`,
  shape,
);

/** Changes of what is live in a project come one after the other, so that what it listens to is complete. */
export const LOCK_LIVE = statement(
  'automation.lock-live',
  `SELECT pg_advisory_xact_lock(hashtextextended('automations/' || :projectId, 0))`,
);

/** The time of day at which contacts whose date it is enter. Strictly later than now. */
export const PLAN_SCAN = statement(
  'automation.plan-scan',
  `UPDATE automations SET next_scan_at = (
     SELECT min(moment) FROM (
       SELECT ((now() AT TIME ZONE :zone)::date + days + :at::time) AT TIME ZONE :zone AS moment
       FROM generate_series(0, 2) AS days) AS moments
     WHERE moment > now())
   WHERE project_id = :projectId AND id = :id`,
);

export const definitionOf = ({
  trigger,
  audience,
  cancelEvents,
  steps,
  settings,
}: AutomationRow): Definition => ({ trigger, audience, cancelEvents, steps, settings });

/** As parameters. */
export const definitionValues = (definition: Definition) => ({
  trigger: JSON.stringify(definition.trigger),
  audience: definition.audience && JSON.stringify(definition.audience),
  cancelEvents: definition.cancelEvents,
  steps: JSON.stringify(definition.steps),
  settings: JSON.stringify(definition.settings),
});

/**
 * Entries of one automation come one after the other, so that the counts of a contact's entries are exact. Before its
 * row is locked.
 */
export const LOCK_ENTRIES = statement(
  'automation.lock-entries',
  `SELECT pg_advisory_xact_lock(hashtextextended('automation-entries/' || :automationId, 0))`,
);
