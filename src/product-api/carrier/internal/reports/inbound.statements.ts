import { statement, type RowOf } from '../../../../platform/database/statement.js';

const SHAPE = { projectId: 'uuid', contactId: 'uuid', senderId: 'uuid?' } as const;

/** Whose message the phone replies to. */
export const FIND_BY_REFERENCE = statement(
  'inbound.find-by-reference',
  `SELECT m.project_id AS "projectId", m.contact_id AS "contactId", m.sender_id AS "senderId"
   FROM sms_messages m WHERE m.id = :id AND m.gateway = :gateway AND m.recipient = :phone AND NOT m.inbound`,
  SHAPE,
);

/** Contacts with the phone's number, of projects that have written to them from this number. */
export const FIND_BY_NUMBER = statement(
  'inbound.find-by-number',
  `SELECT DISTINCT ON (s.project_id) s.project_id AS "projectId", c.id AS "contactId", s.id AS "senderId"
   FROM senders s
   JOIN contacts c ON c.project_id = s.project_id AND c.phone_mobile = :phone AND c.deleted_at IS NULL
   WHERE s.address = :number AND s.type <> 'alphanumeric' AND s.status = 'approved' AND EXISTS (
     SELECT FROM sms_messages m WHERE m.project_id = s.project_id AND m.contact_id = c.id AND m.sender_id = s.id
   )
   ORDER BY s.project_id, c.created_at DESC`,
  SHAPE,
);

/** Nothing for a message that came before. */
export const ADD_INBOUND = statement(
  'inbound.add',
  `INSERT INTO sms_messages (id, project_id, contact_id, sender_id, inbound, sender_address, recipient, text, encoding,
     chars_count, messages_count, purpose, status, status_history, origin_kind, dedupe_key, gateway, provider_id)
   VALUES (:id::uuid, :projectId::uuid, :contactId::uuid, :senderId::uuid, true, :phone, :number, :text, :encoding,
     :charsCount::int, :parts::int, 'transactional', 'received', :history::jsonb, 'inbound', :dedupeKey, :gateway, :providerId)
   ON CONFLICT (project_id, dedupe_key) WHERE dedupe_key IS NOT NULL DO NOTHING RETURNING id`,
  { id: 'uuid' },
);

export type InboundRecipient = RowOf<typeof FIND_BY_NUMBER>;
