import { toWireId } from '../../kernel/ids.js';
import { shows, type FieldLevel } from '../access/field-levels.js';
import type { Contact } from './audience.dto.js';
import type { ContactEntity } from './internal/contact.entity.js';

/** A contact as it is read from the table. */
export type ContactRow = Omit<ContactEntity, 'projectId' | 'deletedAt'>;

type Attribute = readonly [level: FieldLevel, read: (row: ContactRow) => unknown];

/** Every reserved attribute, the level that shows it, and where it comes from. */
const RESERVED: Readonly<Record<`_${string}`, Attribute>> = {
  _is_subscribed_sms: ['none', (row) => row.isSubscribedSms],
  _is_subscribed_email: ['none', (row) => row.isSubscribedEmail],
  _accepts_marketing_sms: ['none', (row) => row.acceptsMarketingSms],
  _country: ['none', (row) => row.country],
  _first_name: ['basic', (row) => row.firstName],
  _last_name: ['basic', (row) => row.lastName],
  _full_name: ['basic', fullName],
  _email: ['basic', (row) => row.email],
  _phone_mobile: ['basic', (row) => row.phoneMobile],
  _language: ['basic', (row) => row.language],
  _user_id: ['full', (row) => row.userId],
};

/** Stands for the customer's own fields where hidden attributes are named: their names are data too. */
const OWN_FIELDS = '*';

/** The only way a contact leaves the house. What the level does not show is absent, not null. */
export function toContact(row: ContactRow, level: FieldLevel): Contact {
  const reserved = Object.entries(RESERVED)
    .filter(([, [needed]]) => shows(level, needed))
    .map(([name, [, read]]) => [name, read(row)] as const);
  return {
    id: toWireId('aud', row.id),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    attributesData: {
      ...(level === 'full' ? row.attributes : {}),
      // Last, so that no field of the customer's can pose as a reserved one.
      ...Object.fromEntries(reserved),
    },
  };
}

/** The names of what a level hides, the same for every contact. */
export const redactedAt = (level: FieldLevel): string[] => [
  ...Object.entries(RESERVED)
    .filter(([, [needed]]) => !shows(level, needed))
    .map(([name]) => name),
  ...(level === 'full' ? [] : [OWN_FIELDS]),
];

function fullName({ firstName, lastName }: ContactRow): string | null {
  return [firstName, lastName].filter(Boolean).join(' ') || null;
}
