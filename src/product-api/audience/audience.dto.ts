import { listPlan } from '../access/list-plan.js';
import { shows, type FieldLevel } from '../wire/field-levels.js';
import { Flag, Json, Moment, OneOf, Text, Whole, WireId } from '../wire/fields.js';
import { hiddenAt, toWire } from '../wire/wire-class.js';
import { ContactEntity } from './internal/contact.entity.js';

export class ScrollAudienceDto {
  @Whole({ min: 1, max: 100, default: 50 })
  limit: number = 50;

  @Text({ optional: true, max: 2_000, description: '`metadata.next_cursor` of the page before.' })
  cursor?: string;

  @OneOf(['createdAt'], { default: 'createdAt' })
  sortField: 'createdAt' = 'createdAt' as const;

  @Flag({ default: true })
  sortAsc: boolean = true;
}

/** Every reserved attribute, its level, and its source. */
class ReservedAttributes {
  @Flag({ from: 'isSubscribedSms' }) _is_subscribed_sms!: boolean;
  @Flag({ from: 'isSubscribedEmail' }) _is_subscribed_email!: boolean;
  @Flag({ nullable: true, from: 'acceptsMarketingSms' }) _accepts_marketing_sms!: boolean | null;
  @Text({ nullable: true, from: 'country' }) _country!: string | null;
  @Text({ nullable: true, level: 'basic', from: 'firstName' }) _first_name?: string | null;
  @Text({ nullable: true, level: 'basic', from: 'lastName' }) _last_name?: string | null;
  @Text({ nullable: true, level: 'basic', from: fullName }) _full_name?: string | null;
  @Text({ nullable: true, level: 'basic', from: 'email' }) _email?: string | null;
  @Text({ nullable: true, level: 'basic', from: 'phoneMobile' }) _phone_mobile?: string | null;
  @Text({ nullable: true, level: 'basic', from: 'language' }) _language?: string | null;
  @Text({ level: 'full', from: 'userId' }) _user_id?: string;
}

function fullName({ firstName, lastName }: ContactEntity): string | null {
  return [firstName, lastName].filter(Boolean).join(' ') || null;
}

function attributesAt(row: ContactEntity, level: FieldLevel): object {
  return {
    ...(shows(level, 'full') ? row.attributes : {}),
    // Last, so that the customer's own fields cannot override reserved ones.
    ...toWire(ReservedAttributes, row, level),
  };
}

/** A contact on the wire. */
export class Contact {
  @WireId('aud') id!: string;
  @Moment() createdAt!: string;
  @Moment() updatedAt!: string;

  @Json({
    from: attributesAt,
    description:
      'Reserved attributes begin with `_`; others are the customer’s own fields. Always there: subscription flags and ' +
      '`_country`. With `audience.basic:read` also names, phone, email and language; with `audience.full:read` ' +
      'everything. A hidden attribute is absent and named in `metadata.redacted`.',
    example: { _is_subscribed_sms: true, _country: 'ES', _first_name: 'Lucía' },
  })
  attributesData!: object;
}

export const CONTACT_LIST = listPlan('audience', ContactEntity, Contact, {
  filters: {},
  // The order of the index.
  sorts: { createdAt: 'asc' },
});

/** Represents the customer's own fields in the list of hidden attributes: their names are data too. */
const OWN_FIELDS = '*';

/** The names of hidden attributes at a level, the same for every contact. */
export const redactedAt = (level: FieldLevel): string[] => [
  ...hiddenAt(ReservedAttributes, level),
  ...(shows(level, 'full') ? [] : [OWN_FIELDS]),
];

const Redacted = () =>
  Text({
    many: true,
    description: 'Attributes that are hidden; `*` stands for the customer’s own fields.',
    example: ['_email', OWN_FIELDS],
  });

/** Metadata of answers that show contacts. */
export class RedactedMetadata {
  @Redacted() readonly redacted!: readonly string[];
}

export class ScrollMetadata {
  @Whole() readonly limit!: number;
  /** Null on the last page. */
  @Text({ nullable: true }) readonly next_cursor!: string | null;
  @Redacted() readonly redacted!: readonly string[];
}
