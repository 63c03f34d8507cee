import { listPlan } from '../access/list-plan.js';
import { Flag, OneOf, Text, Whole } from '../wire/fields.js';
import { Contact } from './contact.js';
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

export const CONTACT_LIST = listPlan('audience', ContactEntity, Contact, {
  filters: {},
  // The order of the index.
  sorts: { createdAt: 'asc' },
});
