import { newId } from '../../kernel/ids.js';
import { currentRequest, type RequestContext } from '../../platform/http/request-context.js';
import type { AuditEvent } from './audit-event.js';
import { boundedContext, LONGEST_TEXT } from './internal/bounded-context.js';
import { commitFields } from './internal/personal-fields.js';

/**
 * SQL: parts of a statement that record the event of its change, so that neither exists without the other. `change` is
 * the name of its `WITH` query that has one row if the change is made, and none otherwise: then nothing is recorded.
 * The parameters are those of `eventValues`. In a shared change, `change` has the columns of `asked`.
 */
export const recordEvent = <const Change extends string>(change: Change) =>
  `event_personal AS (
     INSERT INTO audit_pii (event_id, salt, fields)
     SELECT :eventId::uuid, :eventSalt::bytea, :eventFields::jsonb FROM ${change} AS asked WHERE :eventSalt::bytea IS NOT NULL
   ), event AS (
     INSERT INTO audit_events
       (id, project_id, type, actor, target, outcome, reason, context, pii_commit, request_id)
     SELECT :eventId::uuid, :eventProjectId::uuid, :eventType::text, :eventActor::jsonb, :eventTarget::jsonb,
       :eventOutcome::text, :eventReason::text, :eventContext::jsonb, :eventCommit::bytea, :eventRequestId::text
     FROM ${change} AS asked
   )` as const;

/** The types of its parameters, for a shared statement. */
export const EVENT = {
  eventId: 'uuid',
  eventProjectId: 'uuid',
  eventType: 'text',
  eventActor: 'jsonb',
  eventTarget: 'jsonb',
  eventOutcome: 'text',
  eventReason: 'text',
  eventContext: 'jsonb',
  eventRequestId: 'text',
  eventSalt: 'bytea',
  eventFields: 'jsonb',
  eventCommit: 'bytea',
} as const;

/** The values of `recordEvent`. The caller is that of the current request. */
export const eventValues = (event: AuditEvent, outcome: 'succeeded' | 'refused' = 'succeeded') => ({
  eventId: newId(),
  eventProjectId: event.projectId ?? null,
  eventType: event.type,
  eventActor: JSON.stringify(event.actor),
  eventTarget: JSON.stringify(event.target),
  eventOutcome: event.outcome ?? outcome,
  eventReason: event.reason?.slice(0, LONGEST_TEXT) ?? null,
  eventContext: JSON.stringify(boundedContext(event.context)),
  ...callerValues(event),
});

function callerValues({ personal }: AuditEvent) {
  const { requestId, ip, userAgent }: Partial<RequestContext> = currentRequest() ?? {};
  const { salt = null, fields, commit = null } = commitFields({ ...personal, ip, userAgent });
  return {
    eventRequestId: requestId ?? null,
    eventSalt: salt,
    eventFields: fields ? JSON.stringify(fields) : null,
    eventCommit: commit,
  };
}
