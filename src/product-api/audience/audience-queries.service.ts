import { Injectable } from '@nestjs/common';
import type { ListEnvelope } from '../access/envelope.js';
import { PlainLists } from '../access/plain-lists.service.js';
import type { Principal } from '../access/principal.js';
import { levelOf } from '../wire/field-levels.js';
import { CONTACT_LIST, type ScrollAudienceDto } from './audience.dto.js';
import { redactedAt, type Contact, type ScrollMetadata } from './contact.js';

/** Goes through the audience. */
@Injectable()
export class AudienceQueries {
  constructor(private readonly lists: PlainLists) {}

  /** @throws ProblemError 400 for a cursor of another project or order */
  async scroll(
    { projectId, scopes }: Principal,
    { limit, cursor, sortField, sortAsc }: ScrollAudienceDto,
  ): Promise<ListEnvelope<Contact, ScrollMetadata>> {
    const level = levelOf(scopes);
    const { entities, metadata } = await this.lists.page(
      CONTACT_LIST,
      projectId,
      {
        _limit: limit,
        _cursor: cursor,
        _count: false,
        _sort: `${sortField}:${sortAsc ? 'asc' : 'desc'}`,
      },
      { level, cursorAt: '/cursor' },
    );
    const { next_cursor } = metadata;
    return { entities, metadata: { limit, next_cursor, redacted: redactedAt(level) } };
  }
}
