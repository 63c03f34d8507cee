import { statement } from '../../../platform/database/statement.js';

export const FIND_PHONE = statement(
  'erasure.find-phone',
  `SELECT phone_mobile AS phone FROM contacts
   WHERE project_id = :projectId AND id = :contactId AND deleted_at IS NULL`,
  { phone: 'text?' },
);

/** All contacts with the number, in the order of their ids. */
export const BLOCK_PHONE = statement(
  'erasure.block-phone',
  `WITH asked AS (
     SELECT id FROM contacts WHERE project_id = :projectId AND phone_mobile = :phone AND deleted_at IS NULL
     ORDER BY id FOR NO KEY UPDATE
   )
   UPDATE contacts AS contact SET sms_blocked_at = coalesce(sms_blocked_at, now()), updated_at = now()
   FROM asked WHERE contact.project_id = :projectId AND contact.id = asked.id`,
);

/**
 * If the number is still this one. Leaves nothing that the customer said about the person. The customer's id must be unique in the project: no data source
 * can say one that begins with a control character, so the same person can be imported again.
 */
export const ERASE_CONTACT = statement(
  'erasure.erase-contact',
  `UPDATE contacts SET user_id = chr(1) || id::text, first_name = NULL, last_name = NULL, email = NULL,
     phone_mobile = NULL, sms_blocked_at = NULL, country = NULL, language = NULL, accepts_marketing_sms = NULL,
     accepts_marketing_email = NULL, accepts_marketing_whatsapp = NULL, is_subscribed_sms = false,
     is_subscribed_email = false, is_subscribed_whatsapp = false, registered_at = NULL, imported_at = NULL,
     seen_at = NULL, client_lists = '{}', client_tags = '{}', attributes = '{}', data_source_id = NULL, field_sources = '{}', updated_at = now(), deleted_at = now()
   WHERE project_id = :projectId AND id = :contactId AND deleted_at IS NULL
     AND phone_mobile IS NOT DISTINCT FROM :phone
   RETURNING id`,
  { id: 'uuid' },
);
