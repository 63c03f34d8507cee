import { shows, type FieldLevel } from '../wire/field-levels.js';
import { Json, Moment, Text, Whole, WireId } from '../wire/fields.js';
import { hiddenAt } from '../wire/wire-class.js';
import { attributesAt, hiddenAttributesAt } from './internal/contact-attributes.js';
import type { ContactEntity } from './internal/contact.entity.js';

function sourcesOf({ dataSourceId, fieldSources }: ContactEntity): string[] {
  const named = Object.values(fieldSources);
  return [...new Set(dataSourceId === null ? named : [dataSourceId, ...named])];
}

/** A contact on the wire. */
export class Contact {
  @WireId('aud') id!: string;

  @WireId('aud', {
    many: true,
    from: ({ id }: ContactEntity) => [id],
    description: 'Ids under which the contact is known; the first is its `id`.',
  })
  audienceIds!: readonly string[];

  @WireId('ds', {
    ...{ many: true, level: 'full', from: sourcesOf },
    description: 'Data sources that its values are from.',
  })
  dsIds?: readonly string[];

  @Text({
    ...{ many: true, level: 'full', from: ({ userId }: ContactEntity) => [userId] },
    description: 'Ids of the contact in data sources; the first is its `_user_id`.',
  })
  dsContactIds?: readonly string[];

  @Moment() createdAt!: string;
  @Moment() updatedAt!: string;

  @Moment({
    from: 'updatedAt',
    description: 'Since when queries see it as it is: always `updatedAt`.',
  })
  indexedAt!: string;

  @Moment({ nullable: true, description: 'Always null: nothing shows deleted contacts.' })
  deletedAt!: string | null;

  @Json({
    from: attributesAt,
    description:
      'Reserved attributes begin with `_`; others are the customer’s own fields. Always there: consent and subscription ' +
      'flags, dates and `_country`. With `audience.basic:read` also names, phone, email and language; with ' +
      '`audience.full:read` everything. A hidden attribute is absent and named in `metadata.redacted`.',
    example: { _is_subscribed_sms: true, _country: 'ES', _first_name: 'Lucía' },
  })
  attributesData!: object;
}

/** Represents the customer's own fields in the list of hidden attributes: their names are data too. */
const OWN_FIELDS = '*';

/** The names of hidden attributes at a level, the same for every contact. */
export const redactedAt = (level: FieldLevel): string[] => [
  ...hiddenAttributesAt(level),
  ...(shows(level, 'full') ? [] : [OWN_FIELDS]),
  ...hiddenAt(Contact, level),
];

const Redacted = () =>
  Text({
    many: true,
    description:
      'Attributes and members that are hidden; `*` stands for the customer’s own fields.',
    example: ['_email', OWN_FIELDS],
  });

/** Metadata of answers that show contacts. */
export class RedactedMetadata {
  @Redacted() readonly redacted!: readonly string[];
}

/** Metadata of a page of contacts. */
export class ScrollMetadata extends RedactedMetadata {
  @Whole() readonly limit!: number;
  /** Null on the last page. */
  @Text({ nullable: true }) readonly next_cursor!: string | null;
}
