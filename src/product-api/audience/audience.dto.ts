import { SCROLL_CURSOR, SCROLL_LIMIT, SEARCH_LIMIT } from '../access/keyset-pages.service.js';
import { listPlan } from '../access/list-plan.js';
import { Flag, Json, OneOf, Text, Whole } from '../wire/fields.js';
import { Contact } from './contact.js';
import { ContactEntity } from './internal/contact.entity.js';

const Root = () =>
  Json({
    optional: true,
    description:
      'A rule: `{join, children}` of such groups and of leaves `{key, operator, values}`; a leaf alone, too. Absent: ' +
      'everybody. What it compares needs the level that shows it.',
    example: { join: 'and', children: [{ key: '_phone_mobile', operator: 'exists' }] },
  });

/** Which contacts. */
export class RuleDto {
  @Root() root?: object;
}

/** By names of members and by keys of rules. All are shown at every level, since an order reveals values. */
export const CONTACT_ORDERS = [
  ...(['createdAt', 'updatedAt'] as const),
  ...(['created-at', 'updated-at', '_date_updated'] as const),
] as const;

export type ContactOrder = (typeof CONTACT_ORDERS)[number];

class OrderDto {
  @OneOf(CONTACT_ORDERS, { default: 'createdAt' })
  sortField: ContactOrder = 'createdAt';

  @Flag({ default: true })
  sortAsc: boolean = true;
}

export class SearchAudienceDto extends OrderDto {
  @Root() root?: object;

  @Whole(SEARCH_LIMIT)
  limit: number = 50;
}

/** A page of contacts. */
export class ScrollContactsDto extends OrderDto {
  @Whole(SCROLL_LIMIT)
  limit: number = 50;

  @Text(SCROLL_CURSOR)
  cursor?: string;
}

export class ScrollAudienceDto extends ScrollContactsDto {
  @Root() root?: object;
}

export class ChangeContactDto {
  @Json({
    description:
      'Custom attributes by name, each with a value of its type. Null clears one; those that are absent stay.',
    example: { loyalty_tier: 'gold', favourite_shop: null },
  })
  attributesData!: object;
}

/** How many contacts. */
export class ContactCount {
  @Whole() count!: number;
}

export const CONTACT_LIST = listPlan('audience', ContactEntity, Contact, {
  filters: {},
  sorts: { createdAt: 'asc' },
});
