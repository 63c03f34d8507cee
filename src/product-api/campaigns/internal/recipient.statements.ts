import { column } from '../../../platform/database/row-shape.js';
import { statement } from '../../../platform/database/statement.js';
import type { ContactRecord } from '../../messages/contact-values.js';
import { exclusionOf } from './campaign-audience.js';

/** The recipients whose turn it is, with what the texts need of them, and whether they may still get one. */
export const FIND_DUE = statement(
  'campaign.find-due-recipients',
  `SELECT r.contact_id AS id, contact.country, to_jsonb(contact) AS contact, ${exclusionOf('contact')} AS excluded
   FROM campaign_recipients r
   JOIN contacts contact ON contact.project_id = :projectId AND contact.id = r.contact_id
   WHERE r.project_id = :projectId AND r.campaign_id = :id AND r.due_at <= now()
   ORDER BY r.due_at, r.contact_id LIMIT :limit`,
  {
    ...{ id: 'uuid', country: 'text?', contact: column<ContactRecord>('jsonb') },
    excluded: column<'noPhone' | 'unsubscribed' | 'acceptsNo' | null>('text?'),
  },
);

export const FIND_NEXT_DUE = statement(
  'campaign.find-next-due',
  `SELECT due_at AS "dueAt" FROM campaign_recipients
   WHERE project_id = :projectId AND campaign_id = :id ORDER BY due_at, contact_id LIMIT 1`,
  { dueAt: 'timestamptz' },
);

export const REMOVE_RECIPIENTS = statement(
  'campaign.remove-recipients',
  `DELETE FROM campaign_recipients
   WHERE project_id = :projectId AND campaign_id = :id AND contact_id = ANY (:contactIds::uuid[])`,
);

export const DEFER_RECIPIENTS = statement(
  'campaign.defer-recipients',
  `UPDATE campaign_recipients r SET due_at = later.at
   FROM unnest(:contactIds::uuid[], :times::timestamptz[]) AS later (contact_id, at)
   WHERE r.project_id = :projectId AND r.campaign_id = :id AND r.contact_id = later.contact_id`,
);

/** Some of the recipients of a cancelled campaign. */
export const CLEAR_RECIPIENTS = statement(
  'campaign.clear-recipients',
  `WITH gone AS (
     DELETE FROM campaign_recipients WHERE project_id = :projectId AND ctid = ANY (ARRAY(
       SELECT ctid FROM campaign_recipients WHERE project_id = :projectId AND campaign_id = :id
       ORDER BY due_at, contact_id LIMIT :limit)) RETURNING 1
   )
   SELECT count(*)::int AS count FROM gone`,
  { count: 'integer' },
);

/** Messages that the carrier does not have yet, counted up to `most`. */
export const COUNT_WAITING = statement(
  'campaign.count-waiting',
  `SELECT count(*)::int AS count FROM (
     SELECT FROM sms_queue WHERE project_id = :projectId AND origin_id = :id AND state <> 'sent' LIMIT :most) waiting`,
  { count: 'integer' },
);

/** Among the first messages, those that the carrier did not take. */
export const COUNT_SUBMIT_ERRORS = statement(
  'campaign.count-submit-errors',
  `SELECT count(*)::int AS messages, count(*) FILTER (WHERE status IN ('error', 'rejected'))::int AS errors
   FROM (SELECT status FROM sms_messages WHERE project_id = :projectId AND origin_id = :id
     ORDER BY created_at, id LIMIT :most) first`,
  { messages: 'integer', errors: 'integer' },
);

/** Of a campaign without a sender of its own, the default one of the project. */
export const FIND_SENDER = statement(
  'campaign.find-sender',
  `SELECT id FROM senders WHERE project_id = :projectId AND status = 'approved'
     AND (id = :senderId::uuid OR :senderId::uuid IS NULL AND is_default)`,
  { id: 'uuid' },
);
