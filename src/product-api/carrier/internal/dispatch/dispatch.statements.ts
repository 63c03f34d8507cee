import { column } from '../../../../platform/database/row-shape.js';
import { statement, type RowOf } from '../../../../platform/database/statement.js';
import type { GatewayId, OriginKind, Purpose } from '../../../messages/message-kinds.js';
import { mayReceive } from '../../../messages/may-receive.js';
import { historyItem, isFinal, rankOf } from '../../../messages/message-status.js';
import type { SmsEncoding } from '../../../messages/sms-text.js';

/**
 * SQL: why a message that is due is not sent after all. What was accepted may have changed meanwhile: the contact's
 * consent; of the access under which it was sent, `EndedAccesses` judges. Answers to inbound messages go out nevertheless:
 * they confirm a STOP.
 */
const BAR = `CASE
    WHEN ${isFinal('m.status')} THEN 'settled'
    WHEN m.recipient IS NULL OR c.deleted_at IS NOT NULL THEN 'contact_deleted'
    WHEN m.origin_kind <> 'inbound' AND NOT ${mayReceive('m.purpose')} THEN 'unsubscribed' END`;

// By priority, each along the index: a condition on the time alone would read what is scheduled for later.
export const FIND_DUE = statement(
  'dispatch.find-due',
  `SELECT m.id, m.project_id AS "projectId", m.sender_address AS "from", m.recipient AS "to",
     coalesce(m.delivered_text, m.text) AS text, m.encoding, m.purpose, m.valid_seconds AS "validSeconds",
     q.attempts, q.gateway, q.country, ${BAR} AS bar, now() AS now,
     m.origin_kind AS origin, m.grant_id AS "grantId", m.api_token_id AS "apiTokenId"
   FROM (
     SELECT first.* FROM (VALUES (0), (1), (2)) AS ranks (priority) CROSS JOIN LATERAL (
       SELECT w.message_id, w.attempts, w.gateway, w.country, w.due_at FROM sms_queue w
       WHERE w.state = 'waiting' AND w.priority = ranks.priority AND w.due_at <= now() AND w.gateway = ANY (:gateways::text[])
       ORDER BY w.due_at, w.message_id LIMIT :most::int FOR UPDATE SKIP LOCKED
     ) first
     ORDER BY ranks.priority, first.due_at, first.message_id LIMIT :most::int
   ) q
   JOIN sms_messages m ON m.id = q.message_id
   JOIN contacts c ON c.project_id = m.project_id AND c.id = m.contact_id`,
  {
    ...{ id: 'uuid', projectId: 'uuid', from: 'text?', to: 'text?', text: 'text?', bar: 'text?' },
    ...{ encoding: column<SmsEncoding>('text'), purpose: column<Purpose>('text') },
    ...{ gateway: column<GatewayId>('text'), country: 'text', attempts: 'integer' },
    ...{ validSeconds: 'integer?', now: 'timestamptz' },
    ...{ origin: column<OriginKind>('text'), grantId: 'uuid?', apiTokenId: 'uuid?' },
  },
);

export const DEFER = statement(
  'dispatch.defer',
  `UPDATE sms_queue q SET due_at = later.at
   FROM unnest(:ids::uuid[], :times::timestamptz[]) AS later (id, at) WHERE q.message_id = later.id`,
);

/** After some seconds each. */
export const RETRY = statement(
  'dispatch.retry',
  `UPDATE sms_queue q SET state = 'waiting', due_at = now() + make_interval(secs => later.delay)
   FROM unnest(:ids::uuid[], :delays::double precision[]) AS later (id, delay) WHERE q.message_id = later.id`,
);

export const CLAIM = statement(
  'dispatch.claim',
  `WITH claimed AS (
     UPDATE sms_queue SET state = 'submitting', attempts = attempts + 1,
       due_at = now() + make_interval(secs => :leaseSeconds::int)
     WHERE message_id = ANY (:ids::uuid[]) RETURNING message_id, attempts, gateway
   )
   INSERT INTO sms_attempts (message_id, attempt, gateway) SELECT message_id, attempts, gateway FROM claimed`,
);

export const NOTE_OUTCOMES = statement(
  'dispatch.note-outcomes',
  `UPDATE sms_attempts a SET finished_at = now(), outcome = done.outcome, code = done.code
   FROM unnest(:ids::uuid[], :attempts::int[], :outcomes::text[], :codes::text[]) AS done (id, attempt, outcome, code)
   WHERE a.message_id = done.id AND a.attempt = done.attempt`,
);

/** The carrier has them. A report may have been faster. */
export const ACCEPTED = statement(
  'dispatch.accepted',
  `WITH answered AS (
     SELECT id, provider_id FROM unnest(:ids::uuid[], :providerIds::text[]) AS a (id, provider_id)
   ), before AS MATERIALIZED (
     SELECT m.id, m.charge, m.status FROM sms_messages m JOIN answered USING (id) ORDER BY m.id FOR UPDATE OF m
   ), changed AS (
     UPDATE sms_messages m SET provider_id = answered.provider_id, sent_at = coalesce(m.sent_at, now()), updated_at = now(),
       charge = CASE before.charge WHEN 'reserved' THEN 'captured' ELSE before.charge END,
       status = CASE WHEN ${rankOf('before.status')} < ${rankOf("'sent'")} THEN 'sent' ELSE before.status END,
       status_history = m.status_history || CASE WHEN ${rankOf('before.status')} < ${rankOf("'sent'")}
         THEN ${historyItem("'sent'", 'NULL')} ELSE '[]' END
     FROM before JOIN answered USING (id) WHERE m.id = before.id
     RETURNING m.id, m.project_id, m.price, m.status, m.valid_seconds, before.charge = 'reserved' AS settled,
       before.status <> m.status AS moved
   ), done AS (
     DELETE FROM sms_queue q USING changed WHERE q.message_id = changed.id AND ${isFinal('changed.status')}
   ), kept AS (
     UPDATE sms_queue q SET state = 'sent', due_at = now() + make_interval(secs => coalesce(changed.valid_seconds, :validSeconds::int))
     FROM changed WHERE q.message_id = changed.id AND NOT ${isFinal('changed.status')}
   )
   SELECT id, project_id AS "projectId", price, settled, moved FROM changed`,
  { id: 'uuid', projectId: 'uuid', price: 'bigint', settled: 'boolean', moved: 'boolean' },
);

/** Ends messages that wait for something, unless a report has. What they reserved is released. */
export const END = statement(
  'dispatch.end',
  `WITH ended AS (
     SELECT id, status, code FROM unnest(:ids::uuid[], :statuses::text[], :codes::text[]) AS e (id, status, code)
   ), before AS MATERIALIZED (
     SELECT m.id, m.charge, m.status FROM sms_messages m JOIN ended USING (id) ORDER BY m.id FOR UPDATE OF m
   ), gone AS (
     DELETE FROM sms_queue q USING before WHERE q.message_id = before.id
   )
   UPDATE sms_messages m SET status = ended.status, status_code = ended.code, updated_at = now(),
     charge = CASE before.charge WHEN 'reserved' THEN 'released' ELSE before.charge END,
     status_history = m.status_history || ${historyItem('ended.status', 'ended.code')}
   FROM before JOIN ended USING (id) WHERE m.id = before.id AND ${rankOf('before.status')} < ${rankOf('ended.status')}
   RETURNING m.id, m.project_id AS "projectId", m.price, before.charge = 'reserved' AS settled`,
  { id: 'uuid', projectId: 'uuid', price: 'bigint', settled: 'boolean' },
);

/** Whose process ended between submission and answer. */
export const FIND_LAPSED = statement(
  'dispatch.find-lapsed',
  `SELECT q.message_id AS id, q.attempts, q.gateway FROM sms_queue q
   WHERE q.state = 'submitting' AND q.due_at < now()
   ORDER BY q.priority, q.due_at LIMIT :most::int FOR UPDATE SKIP LOCKED`,
  { id: 'uuid', attempts: 'integer', gateway: column<GatewayId>('text') },
);

/** Of which no final report came. Of the last attempt it may not even be known whether the carrier has it. */
export const FIND_EXPIRED = statement(
  'dispatch.find-expired',
  `SELECT q.message_id AS id, coalesce(a.outcome = 'accepted', false) AS accepted
   FROM (VALUES (0), (1), (2)) AS ranks (priority) CROSS JOIN LATERAL (
     SELECT w.message_id, w.attempts FROM sms_queue w
     WHERE w.state = 'sent' AND w.priority = ranks.priority AND w.due_at < now()
     ORDER BY w.due_at LIMIT :most::int FOR UPDATE SKIP LOCKED
   ) q LEFT JOIN sms_attempts a ON a.message_id = q.message_id AND a.attempt = q.attempts`,
  { id: 'uuid', accepted: 'boolean' },
);

/** Nobody knows whether the carrier has them, and it would take them twice: only its reports can tell. */
export const AWAIT_REPORTS = statement(
  'dispatch.await-reports',
  `UPDATE sms_queue SET state = 'sent', due_at = now() + make_interval(secs => :validSeconds::int)
   WHERE message_id = ANY (:ids::uuid[])`,
);

export type DueMessage = RowOf<typeof FIND_DUE>;
