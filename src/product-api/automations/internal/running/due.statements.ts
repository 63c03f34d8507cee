import { column } from '../../../../platform/database/row-shape.js';
import { statement, type RowOf } from '../../../../platform/database/statement.js';
import type { Credential } from '../../../access/principal.js';
import type { Definition } from '../../definition/definition.js';
import type { Program } from '../../definition/program.js';
import type { AutomationEntity } from '../automation.entity.js';
import { IS_ENTITLED } from '../entitlement.sql.js';
import type { EnrollmentEntity } from '../enrollment.entity.js';

type EndReason = NonNullable<EnrollmentEntity['endReason']>;

/** Who is due longest; who is being moved by others is passed over. */
export const FIND_HEAD = statement(
  'enrollment.find-head',
  `SELECT project_id AS "projectId", automation_id AS "automationId", version, position FROM automation_enrollments
   WHERE due_at <= now() ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
  { projectId: 'uuid', automationId: 'uuid', version: 'integer', position: 'integer' },
);

export type Head = RowOf<typeof FIND_HEAD>;

export const FIND_RUNNING = statement(
  'automation.find-running',
  `SELECT a.status, a.credential, ${IS_ENTITLED} AS "isEntitled", v.program, v.definition, p.timezone AS zone
   FROM automations a
   JOIN automation_versions v ON v.project_id = :projectId AND v.automation_id = a.id AND v.version = :version
   JOIN projects p ON p.id = a.project_id
   WHERE a.project_id = :projectId AND a.id = :automationId`,
  {
    ...{ status: column<AutomationEntity['status']>('text') },
    ...{ credential: column<Credential | null>('jsonb?'), program: column<Program>('jsonb') },
    ...{ definition: column<Definition>('jsonb'), zone: 'text', isEntitled: 'boolean' },
  },
);

export type Running = RowOf<typeof FIND_RUNNING>;

/**
 * Those at the same instruction as the head, of the thousand that are due longest, and why they end instead: by the
 * state of this moment, whatever has been announced of it.
 */
export const CLAIM = statement(
  'enrollment.claim',
  `SELECT e.id, e.contact_id AS "contactId", CASE
     WHEN contact.deleted_at IS NOT NULL THEN 'contact_deleted'
     WHEN NOT :includeUnsubscribed::boolean AND (
       NOT contact.is_subscribed_sms OR contact.sms_blocked_at IS NOT NULL OR EXISTS (
         SELECT FROM consent_changes change
         WHERE change.project_id = :projectId AND change.contact_id = e.contact_id AND change.created_at > e.triggered_at
           AND change.channel = 'sms' AND NOT change.subscribed)) THEN 'unsubscribed'
     WHEN cardinality(:cancelEvents::text[]) > 0 AND EXISTS (
       SELECT FROM contact_events event
       WHERE event.project_id = :projectId AND event.contact_id = e.contact_id AND event.occurred_at >= e.triggered_at
         AND event.type = ANY (:cancelEvents::text[]) AND e.entry_key <> 'event/' || event.id) THEN 'cancel_event'
     END AS stop
   FROM automation_enrollments e
   JOIN contacts contact ON contact.project_id = :projectId AND contact.id = e.contact_id
   WHERE e.project_id = :projectId AND e.due_at <= now() AND e.version = :version AND e.position = :position
     AND e.id IN (
       SELECT id FROM automation_enrollments
       WHERE project_id = :projectId AND automation_id = :automationId AND due_at <= now()
       ORDER BY due_at LIMIT 1000)
   ORDER BY e.due_at LIMIT 200 FOR UPDATE OF e SKIP LOCKED`,
  { id: 'uuid', contactId: 'uuid', stop: column<EndReason | null>('text?') },
);

export type Claimed = RowOf<typeof CLAIM>;

/**
 * Moves enrolments on, and counts. Nothing, if the automation is not active any more: the transaction is then rolled
 * back, so that nothing happens after a pause has been answered.
 */
export const ADVANCE = statement(
  'enrollment.advance',
  `WITH moved AS (
     UPDATE automation_enrollments e SET position = move.position, failures = 0,
       due_at = CASE WHEN move.reason IS NULL THEN coalesce(move.until, now() + make_interval(secs => move.seconds)) END,
       messaged_at = CASE WHEN move.messaged THEN now() ELSE e.messaged_at END,
       ended_at = CASE WHEN move.reason IS NOT NULL THEN now() END, end_reason = move.reason
     FROM jsonb_to_recordset(:moves::jsonb) AS move
       (id uuid, position int, seconds int, until timestamptz, reason text, messaged boolean)
     WHERE e.project_id = :projectId AND e.id = move.id AND e.ended_at IS NULL
   )
   UPDATE automations SET completed_count = completed_count + :completed, stopped_count = stopped_count + :stopped,
     message_count = message_count + :messages, skipped_count = skipped_count + :skipped
   WHERE project_id = :projectId AND id = :automationId AND status = 'active'
   RETURNING id`,
  { id: 'uuid' },
);

/** A pause stops time: who becomes due is put aside until it ends. Activation waits for the lock, and then finds them. */
export const PUT_ASIDE = statement(
  'enrollment.put-aside',
  `WITH paused AS (
     SELECT id FROM automations WHERE project_id = :projectId AND id = :automationId AND status = 'paused' FOR SHARE
   ), late AS (
     SELECT e.id FROM automation_enrollments e JOIN paused ON paused.id = e.automation_id
     WHERE e.project_id = :projectId AND e.automation_id = :automationId AND e.due_at <= now()
     ORDER BY e.due_at LIMIT 1000 FOR UPDATE OF e SKIP LOCKED
   )
   UPDATE automation_enrollments e SET late_since = e.due_at, due_at = NULL FROM late
   WHERE e.project_id = :projectId AND e.id = late.id`,
);

/** Those who were put aside are due. A thousand at a time. */
export const TAKE_UP = statement(
  'enrollment.take-up',
  `WITH late AS (
     SELECT e.id FROM automation_enrollments e
     WHERE e.project_id = :projectId AND e.automation_id = :automationId AND e.late_since IS NOT NULL
       AND EXISTS (SELECT FROM automations a WHERE a.project_id = :projectId AND a.id = :automationId AND a.status = 'active')
     LIMIT 1000 FOR UPDATE OF e SKIP LOCKED
   ), due AS (
     UPDATE automation_enrollments e SET due_at = e.late_since, late_since = NULL FROM late
     WHERE e.project_id = :projectId AND e.id = late.id RETURNING 1
   )
   SELECT count(*)::int AS count FROM due`,
  { count: 'integer' },
);

/** Of an archived automation, a thousand at a time. */
export const END_ARCHIVED = statement(
  'enrollment.end-archived',
  `WITH live AS (
     SELECT e.id FROM automation_enrollments e
     WHERE e.project_id = :projectId AND e.automation_id = :automationId AND e.ended_at IS NULL
       AND EXISTS (SELECT FROM automations a WHERE a.project_id = :projectId AND a.id = :automationId AND a.status = 'archived')
     LIMIT 1000 FOR UPDATE OF e SKIP LOCKED
   ), ended AS (
     UPDATE automation_enrollments e SET ended_at = now(), end_reason = 'archived', due_at = NULL, late_since = NULL
     FROM live WHERE e.project_id = :projectId AND e.id = live.id RETURNING 1
   ), counted AS (
     UPDATE automations SET stopped_count = stopped_count + (SELECT count(*) FROM ended)
     WHERE project_id = :projectId AND id = :automationId AND EXISTS (SELECT FROM ended)
   )
   SELECT count(*)::int AS count FROM ended`,
  { count: 'integer' },
);

const MOST_FAILURES = 8;

/** Tries again later, after 1, 2, 4 … minutes; after eight failures it ends, so that nobody is in an automation for ever. */
export const DEFER = statement(
  'enrollment.defer',
  `WITH deferred AS (
     UPDATE automation_enrollments e SET failures = e.failures + 1,
       due_at = CASE WHEN e.failures < ${MOST_FAILURES} THEN now() + make_interval(mins => (2 ^ e.failures)::int) END,
       ended_at = CASE WHEN e.failures >= ${MOST_FAILURES} THEN now() END,
       end_reason = CASE WHEN e.failures >= ${MOST_FAILURES} THEN 'failed' END
     WHERE e.project_id = :projectId AND e.id = ANY (:ids::uuid[]) AND e.due_at IS NOT NULL
     RETURNING e.ended_at
   )
   UPDATE automations SET stopped_count = stopped_count + (SELECT count(ended_at) FROM deferred)
   WHERE project_id = :projectId AND id = :automationId`,
);
