import { statement } from '../../../platform/database/statement.js';
import type { ConsentChannel, ConsentOrigin } from '../consent.js';

// The locks let rows that refer to the contact be written: a person who unsubscribes does not wait for a campaign that is
// being enqueued. Each message is judged by the flags again when it goes out.

/** SQL: writes the consent log of the contacts in `changed`, a query with their `id`. */
const logConsent = <const Channel extends ConsentChannel>(channel: Channel) =>
  `logged AS (
     INSERT INTO consent_changes (id, project_id, contact_id, channel, subscribed, source, actor, reason,
       utm_source, utm_medium, utm_campaign)
     SELECT gen_random_uuid(), :projectId::uuid, changed.id, '${channel}', :subscribed::boolean, :source::text,
       :actor::jsonb, :reason::text, :utmSource::text, :utmMedium::text, :utmCampaign::text
     FROM changed
   )` as const;

/** Whether the row may not be subscribed. */
const BLOCKED = { sms: 'sms_blocked_at IS NOT NULL', email: 'false' } as const;

const ofOne = <const Channel extends ConsentChannel>(channel: Channel) =>
  `WITH asked AS (
     SELECT id, is_subscribed_${channel} AS subscribed, :subscribed AND ${BLOCKED[channel]} AS blocked FROM contacts
     WHERE project_id = :projectId AND id = :contactId AND deleted_at IS NULL FOR NO KEY UPDATE
   ), changed AS (
     UPDATE contacts AS contact SET is_subscribed_${channel} = :subscribed, updated_at = now()
     FROM asked WHERE contact.project_id = :projectId AND contact.id = asked.id
       AND asked.subscribed <> :subscribed AND NOT asked.blocked
     RETURNING contact.id
   ), ${logConsent(channel)}
   SELECT blocked, EXISTS (SELECT FROM changed) AS changed FROM asked` as const;

const CHANGED = { blocked: 'boolean', changed: 'boolean' } as const;

/**
 * Changes the flag of one contact and logs it; `blocked`: its number is suppressed, so it was not subscribed. No row for
 * a contact that does not exist.
 */
export const CHANGE_ONE = {
  sms: statement('subscription.change-sms', ofOne('sms'), CHANGED),
  email: statement('subscription.change-email', ofOne('email'), CHANGED),
} as const;

/**
 * The same for all contacts with a number, which is blocked, or not any more. The rows are locked in the order of their
 * ids.
 */
export const CHANGE_BY_PHONE = statement(
  'subscription.change-by-phone',
  `WITH asked AS (
     SELECT id, is_subscribed_sms AS subscribed FROM contacts
     WHERE project_id = :projectId AND phone_mobile = :phone AND deleted_at IS NULL ORDER BY id FOR NO KEY UPDATE
   ), updated AS (
     UPDATE contacts AS contact SET is_subscribed_sms = :subscribed, updated_at = now(),
       sms_blocked_at = CASE WHEN NOT :subscribed THEN coalesce(sms_blocked_at, now()) END
     FROM asked WHERE contact.project_id = :projectId AND contact.id = asked.id
     RETURNING contact.id, asked.subscribed <> :subscribed AS changed
   ), changed AS (
     SELECT id FROM updated WHERE changed
   ), ${logConsent('sms')}
   SELECT id FROM changed`,
  { id: 'uuid' },
);

export const UNBLOCK_PHONE = statement(
  'subscription.unblock-phone',
  `UPDATE contacts SET sms_blocked_at = NULL, updated_at = now()
   WHERE project_id = :projectId AND phone_mobile = :phone AND sms_blocked_at IS NOT NULL`,
);

export const FIND_BLOCKED_PHONE = statement(
  'subscription.find-blocked-phone',
  `SELECT phone_mobile AS phone FROM contacts
   WHERE project_id = :projectId AND id = :contactId AND deleted_at IS NULL AND sms_blocked_at IS NOT NULL`,
  { phone: 'text?' },
);

/** The parameters of the log. */
export const originValues = (origin: ConsentOrigin) => ({
  source: origin.source,
  actor: JSON.stringify(origin.actor),
  reason: origin.reason ?? null,
  utmSource: origin.utmSource ?? null,
  utmMedium: origin.utmMedium ?? null,
  utmCampaign: origin.utmCampaign ?? null,
});
