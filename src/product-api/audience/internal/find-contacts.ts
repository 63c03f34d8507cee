import { columnsOf } from '../../../platform/database/entity-columns.js';
import { sharedLookup } from '../../../platform/database/shared-statement.js';
import { statement } from '../../../platform/database/statement.js';
import { ContactEntity } from './contact.entity.js';

const { list, shape } = columnsOf(ContactEntity);

const LIVE =
  `SELECT ${list} FROM contacts WHERE project_id = :projectId AND deleted_at IS NULL` as const;

/** Most contacts of one look-up. */
const NEWEST = 'ORDER BY created_at DESC, id DESC LIMIT 10';

export const FIND_BY_PHONE = statement(
  'contact.find-by-phone',
  `${LIVE} AND phone_mobile = :phone ${NEWEST}`,
  shape,
);

export const FIND_BY_EMAIL = statement(
  'contact.find-by-email',
  `${LIVE} AND email = ANY (:emails::text[]) ${NEWEST}`,
  shape,
);

export const FIND_BY_USER_ID = sharedLookup(
  'contact.find-by-user-id',
  { projectId: 'uuid', userId: 'text' },
  `${LIVE} AND user_id = :userId`,
  shape,
);

/** `members`: an object with one custom attribute each. */
export const FIND_BY_ATTRIBUTE = statement(
  'contact.find-by-attribute',
  `${LIVE} AND attributes @> ANY (:members::jsonb[]) ORDER BY created_at, id LIMIT 1`,
  shape,
);

/** The values are then of the contact's own source. */
export const CHANGE_ATTRIBUTES = statement(
  'contact.change-attributes',
  `UPDATE contacts SET attributes = (attributes || :given::jsonb) - :cleared::text[],
     field_sources = field_sources - :names::text[], updated_at = now()
   WHERE project_id = :projectId AND id = :contactId AND deleted_at IS NULL RETURNING ${list}`,
  shape,
);
