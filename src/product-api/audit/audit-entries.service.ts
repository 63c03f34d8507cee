import { Injectable } from '@nestjs/common';
import {
  AuditTrail,
  type TrailEvent,
  type TrailFilters,
} from '../../modules/audit/audit-trail.service.js';
import { Cursors, type CursorBinding } from '../access/cursor.js';
import type { ListEnvelope } from '../access/envelope.js';
import { toWire } from '../wire/wire-class.js';
import { AuditEntry, type AuditMetadata, type ListAuditDto } from './audit.dto.js';

/** Pages of a project's audit log, by cursor only: an offset of millions would read them all. */
@Injectable()
export class AuditEntries {
  constructor(
    private readonly trail: AuditTrail,
    private readonly cursors: Cursors,
  ) {}

  /** @throws ProblemError 400 for a cursor of another list */
  async page(
    projectId: string,
    query: ListAuditDto,
  ): Promise<ListEnvelope<AuditEntry, PageMetadata>> {
    const { _limit: limit, _cursor } = query;
    const filters = filtersOf(query);
    const binding = ['audit', projectId, filters];
    const beyond = await this.cursors.open(_cursor, binding, '/_cursor');
    const found = await this.trail.page(projectId, filters, { limit: limit + 1, beyond });
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    return {
      entities: shown.map((event) => toWire(AuditEntry, event)),
      metadata: { limit, next_cursor: last ? await this.after(last, binding) : null },
    };
  }

  private after({ key, id }: TrailEvent, binding: CursorBinding): Promise<string> {
    return this.cursors.seal({ key, id }, binding);
  }
}

type PageMetadata = InstanceType<typeof AuditMetadata>;

const filtersOf = (query: ListAuditDto): TrailFilters => ({
  actorId: query.actor_eq,
  credentialId: query.credentialId_eq,
  type: query.action_eq,
  types: query.action_in,
  after: query.createdAt_gt,
  from: query.createdAt_gte,
  before: query.createdAt_lt,
  until: query.createdAt_lte,
});
