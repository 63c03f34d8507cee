import { statement } from '../../../../platform/database/statement.js';
import { historyItem, isFinal, rankOf } from '../../../messages/message-status.js';

/**
 * One report for each of several messages of a carrier. A status changes only to one of a higher rank, so that reports
 * may come twice and in any order; all are logged.
 */
export const APPLY = statement(
  'carrier.apply-reports',
  `WITH given AS (
     SELECT report_id, id, status, code, event_at
     FROM unnest(:reportIds::uuid[], :ids::uuid[], :statuses::text[], :codes::text[], :times::timestamptz[])
       AS g (report_id, id, status, code, event_at)
   ), before AS MATERIALIZED (
     SELECT m.id, m.status, m.charge FROM sms_messages m JOIN given USING (id)
     WHERE m.gateway = :gateway ORDER BY m.id FOR UPDATE OF m
   ), changed AS (
     UPDATE sms_messages m SET status = given.status, status_code = given.code, updated_at = now(),
       sent_at = coalesce(m.sent_at, now()),
       delivered_at = CASE given.status WHEN 'delivered' THEN least(given.event_at, now()) ELSE m.delivered_at END,
       charge = CASE before.charge WHEN 'reserved' THEN 'captured' ELSE before.charge END,
       status_history = m.status_history || ${historyItem('given.status', 'given.code')}
     FROM before JOIN given USING (id)
     WHERE m.id = before.id AND ${rankOf('before.status')} < ${rankOf('given.status')}
     RETURNING m.id, m.project_id, m.price, m.status, before.charge = 'reserved' AS settled
   ), logged AS (
     INSERT INTO carrier_reports (id, message_id, gateway, status, code, event_at, applied)
     SELECT given.report_id, given.id, :gateway, given.status, given.code, given.event_at, changed.id IS NOT NULL
     FROM given JOIN before USING (id) LEFT JOIN changed USING (id)
   )
   SELECT id, project_id AS "projectId", price, settled, ${isFinal('status')} AS final FROM changed`,
  { id: 'uuid', projectId: 'uuid', price: 'bigint', settled: 'boolean', final: 'boolean' },
);

/**
 * A statement of its own, which sees what was committed while the first one waited for the message. What is locked is
 * being claimed or answered at this moment, and is deleted with that.
 */
export const LEAVE_QUEUE = statement(
  'carrier.leave-queue',
  `DELETE FROM sms_queue WHERE message_id IN (
     SELECT q.message_id FROM sms_queue q WHERE q.message_id = ANY (:ids::uuid[]) FOR UPDATE SKIP LOCKED)`,
);
