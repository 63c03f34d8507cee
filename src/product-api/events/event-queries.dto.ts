import { SCROLL_CURSOR, SCROLL_LIMIT, SEARCH_LIMIT } from '../access/keyset-pages.service.js';
import { Flag, Json, OneOf, Text, Whole } from '../wire/fields.js';

/** By names of members and by keys of rules. */
export const EVENT_ORDERS = ['occurredAt', 'receivedAt', 'event-date', 'created-at'] as const;
export type EventOrder = (typeof EVENT_ORDERS)[number];

class EventRuleDto {
  @Json({
    optional: true,
    description:
      'A rule: `{join, children}` of such groups and of leaves `{key, operator, values}`; a leaf alone, too. Keys: ' +
      '`event-type`, `event-date`, `created-at`, `audience-id`, `datasource`, and `p.<parameter>`. Absent: all events.',
    example: { key: 'event-type', operator: 'eq', values: ['purchase'] },
  })
  root?: object;

  @OneOf(EVENT_ORDERS, { default: 'event-date' })
  sortField: EventOrder = 'event-date';

  @Flag({ default: false })
  sortAsc: boolean = false;
}

export class SearchEventsDto extends EventRuleDto {
  @Whole(SEARCH_LIMIT)
  limit: number = 50;
}

export class ScrollEventsDto extends EventRuleDto {
  @Whole(SCROLL_LIMIT)
  limit: number = 50;

  @Text(SCROLL_CURSOR)
  cursor?: string;
}
