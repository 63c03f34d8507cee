import { statement } from '../../../platform/database/statement.js';
import type { Position } from '../../access/cursor.js';

const COLUMNS = `id, user_id AS "userId", first_name AS "firstName", last_name AS "lastName", email,
  phone_mobile AS "phoneMobile", country, language, accepts_marketing_sms AS "acceptsMarketingSms",
  is_subscribed_sms AS "isSubscribedSms", is_subscribed_email AS "isSubscribedEmail", attributes,
  created_at AS "createdAt", updated_at AS "updatedAt"`;

// Tombstones of deleted contacts are not there for anybody.
const LIVE = 'project_id = $1 AND deleted_at IS NULL';

export const FIND = statement(
  'contact.find',
  `SELECT ${COLUMNS} FROM contacts WHERE ${LIVE} AND id = $2`,
);

export const FIND_BY_PHONE = statement(
  'contact.find-by-phone',
  `SELECT ${COLUMNS} FROM contacts WHERE ${LIVE} AND phone_mobile = $2
   ORDER BY created_at DESC, id DESC LIMIT 10`,
);

const scroll = (beyond: '>' | '<', direction: 'asc' | 'desc'): string =>
  `SELECT ${COLUMNS}, created_at::text AS "sortKey" FROM contacts
   WHERE ${LIVE} AND (created_at, id) ${beyond} ($2::timestamptz, $3::uuid)
   ORDER BY created_at ${direction}, id ${direction} LIMIT $4`;

export const SCROLL_UP = statement('contact.scroll-up', scroll('>', 'asc'));
export const SCROLL_DOWN = statement('contact.scroll-down', scroll('<', 'desc'));

/** Where a scroll begins, so that the first page is read like every other. */
export const BEFORE_ALL: Position = {
  key: '-infinity',
  id: '00000000-0000-0000-0000-000000000000',
};
export const AFTER_ALL: Position = { key: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
