import { Injectable } from '@nestjs/common';
import { ProjectProfiles } from '../../modules/projects/project-profiles.service.js';
import { Cursors } from '../access/cursor.js';
import { found, type EntityEnvelope, type ListEnvelope } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { levelOf } from '../wire/field-levels.js';
import { toWire } from '../wire/wire-class.js';
import {
  Contact,
  redactedAt,
  type RedactedMetadata,
  type ScrollAudienceDto,
  type ScrollMetadata,
} from './audience.dto.js';
import type { ContactEntity } from './internal/contact.entity.js';
import { ContactsRepository } from './internal/contacts.repository.js';
import { requirePhoneNumber } from './phone-number.js';

/** Who looks decides what is seen: every answer shows contacts at the caller's level, and says what it hides. */
@Injectable()
export class AudienceService {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly profiles: ProjectProfiles,
    private readonly cursors: Cursors,
  ) {}

  /** @throws ProblemError 404 */
  async get(caller: Principal, id: string): Promise<EntityEnvelope<Contact, RedactedMetadata>> {
    const row = found(await this.contacts.find(caller.projectId, id));
    const { entities, metadata } = show(caller, [row]);
    return { entity: entities[0] as Contact, metadata };
  }

  /** @throws ProblemError 400 if `phone` is no phone number */
  async searchByPhone(
    caller: Principal,
    phone: string,
  ): Promise<ListEnvelope<Contact, RedactedMetadata>> {
    const { defaultCountry } = await this.profiles.get(caller.projectId);
    const number = requirePhoneNumber(phone, defaultCountry);
    return show(caller, await this.contacts.findByPhone(caller.projectId, number));
  }

  /** @throws ProblemError 400 for a cursor of another project or order */
  async scroll(
    caller: Principal,
    { limit, cursor, sortField, sortAsc }: ScrollAudienceDto,
  ): Promise<ListEnvelope<Contact, ScrollMetadata>> {
    const binding = ['audience', caller.projectId, sortField, sortAsc];
    const rows = await this.contacts.scroll(caller.projectId, {
      ascending: sortAsc,
      after: cursor === undefined ? null : await this.cursors.open(cursor, binding, '/cursor'),
      limit: limit + 1,
    });
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    const next = last && (await this.cursors.seal({ key: last.sortKey, id: last.id }, binding));
    const { entities, metadata } = show(caller, rows.slice(0, limit));
    return { entities, metadata: { limit, next_cursor: next ?? null, ...metadata } };
  }
}

function show(
  { scopes }: Principal,
  rows: readonly ContactEntity[],
): ListEnvelope<Contact, RedactedMetadata> {
  const level = levelOf(scopes);
  return {
    entities: rows.map((row) => toWire(Contact, row, level)),
    metadata: { redacted: redactedAt(level) },
  };
}
