import { column } from '../../../platform/database/row-shape.js';
import { statement, type RowOf } from '../../../platform/database/statement.js';
import { historyItem } from '../message-status.js';
import { mayReceive } from '../may-receive.js';
import { isTestNumber, testNumbersOnly } from '../test-numbers-only.sql.js';

export const FIND_CONTACTS = statement(
  'outbox.find-contacts',
  `SELECT c.id, c.phone_mobile AS phone, ${mayReceive(':purpose')} AS willing,
     NOT ${testNumbersOnly(':grantId', ':projectId')} OR ${isTestNumber('c')} AS allowed
   FROM contacts c
   WHERE c.project_id = :projectId AND c.id = ANY (:contactIds::uuid[]) AND c.deleted_at IS NULL`,
  { id: 'uuid', phone: 'text?', willing: 'boolean', allowed: 'boolean' },
);

/** Who pays, and the sender, if it may be used. In a sandbox project nobody pays. */
export const FIND_SENDER = statement(
  'outbox.find-sender',
  `SELECT p.organisation_id AS "organisationId", p.kind = 'sandbox' AS "isSandbox", s.countries
   FROM projects p LEFT JOIN senders s ON s.project_id = p.id AND s.id = :senderId AND s.status = 'approved'
   WHERE p.id = :projectId`,
  { organisationId: 'uuid', isSandbox: 'boolean', countries: 'text[]?' },
);

/** Consent, number and sender are checked again, since they may have changed since they were read. */
export const ADD_MESSAGES = statement(
  'outbox.add-messages',
  `WITH added AS (
     INSERT INTO sms_messages
       (id, project_id, contact_id, sender_id, sender_address, recipient, country, text, delivered_text, encoding, allow_unicode,
        chars_count, messages_count, purpose, price_per_sms, price, charge, status, status_history, origin_kind, origin_id,
        origin_index, dedupe_key, client_id, utm_term, grant_id, api_token_id, test_mode, gateway, valid_seconds, scheduled_at)
     SELECT m.id, c.project_id, c.id, s.id, s.address, m.recipient, m.country, m.text, m.delivered_text, m.encoding, :allowUnicode,
       m.chars_count, m.messages_count, :purpose, m.price_per_sms, m.price, CASE WHEN m.price > 0 THEN 'reserved' ELSE 'none' END,
       state.status, ${historyItem('state.status', 'NULL')},
       :originKind, :originId::uuid, :originIndex::int, m.dedupe_key, m.client_id, m.utm_term, :grantId::uuid, :apiTokenId::uuid,
       :testMode, :gateway, :validSeconds::int, m.scheduled_at
     FROM jsonb_to_recordset(:messages::jsonb) AS m
       (id uuid, contact_id uuid, recipient text, country text, text text, delivered_text text, encoding text, chars_count int,
        messages_count int, price_per_sms bigint, price bigint, dedupe_key text, client_id text, utm_term text,
        scheduled_at timestamptz)
     JOIN contacts c ON c.project_id = :projectId AND c.id = m.contact_id AND c.deleted_at IS NULL
       AND c.phone_mobile = m.recipient AND ${mayReceive(':purpose')}
     JOIN senders s ON s.project_id = :projectId AND s.id = :senderId AND s.status = 'approved'
     CROSS JOIN LATERAL (SELECT CASE WHEN m.scheduled_at > now() THEN 'scheduled' ELSE 'enqueued' END AS status) state
     ORDER BY m.dedupe_key
     ON CONFLICT (project_id, dedupe_key) WHERE dedupe_key IS NOT NULL DO NOTHING
     RETURNING id, project_id, gateway, country, origin_kind, origin_id, scheduled_at
   ), queued AS (
     INSERT INTO sms_queue (message_id, project_id, state, priority, due_at, gateway, country, origin_id)
     SELECT id, project_id, 'waiting', CASE origin_kind WHEN 'campaign' THEN 2 WHEN 'automation' THEN 1 ELSE 0 END,
       greatest(scheduled_at, now()), gateway, country, origin_id FROM added
   )
   SELECT id, coalesce(scheduled_at > now(), false) AS later FROM added`,
  { id: 'uuid', later: 'boolean' },
);

export const FIND_DUPLICATES = statement(
  'outbox.find-duplicates',
  `SELECT dedupe_key AS key FROM sms_messages WHERE project_id = :projectId AND dedupe_key = ANY (:keys::text[])`,
  { key: column<string>('text?') },
);

/** Messages of the same transaction, for which there was no money. */
export const REMOVE_MESSAGES = statement(
  'outbox.remove-messages',
  'DELETE FROM sms_messages WHERE project_id = :projectId AND id = ANY (:ids::uuid[])',
);

/** Messages that wait, of one origin or with one id. What is being submitted is not waited for. */
const cancelWhere = (condition: string): string =>
  `WITH waiting AS (
     SELECT q.message_id FROM sms_queue q WHERE q.project_id = :projectId AND q.state = 'waiting' AND ${condition}
     ORDER BY q.message_id FOR UPDATE SKIP LOCKED
   ), gone AS (
     DELETE FROM sms_queue q USING waiting WHERE q.message_id = waiting.message_id RETURNING q.message_id
   )
   UPDATE sms_messages m SET status = 'canceled', status_code = :code, updated_at = now(),
     charge = CASE m.charge WHEN 'reserved' THEN 'released' ELSE m.charge END,
     status_history = m.status_history || ${historyItem("'canceled'", ':code::text')}
   FROM gone WHERE m.project_id = :projectId AND m.id = gone.message_id
   RETURNING m.id, m.price, m.charge`;

const CANCELED = {
  id: 'uuid',
  price: 'bigint',
  charge: column<'none' | 'released'>('text'),
} as const;

export const CANCEL_ORIGIN = statement(
  'outbox.cancel-origin',
  cancelWhere('q.origin_id = :originId'),
  CANCELED,
);
export const CANCEL_ONE = statement(
  'outbox.cancel-one',
  cancelWhere('q.message_id = :id'),
  CANCELED,
);

export type ContactRow = RowOf<typeof FIND_CONTACTS>;
