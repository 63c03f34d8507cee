import { Injectable } from '@nestjs/common';
import { ProjectProfiles } from '../../modules/projects/project-profiles.service.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/entity-columns.js';
import { statement } from '../../platform/database/statement.js';
import type { EntityEnvelope, ListEnvelope } from '../access/envelope.js';
import { PlainLists } from '../access/plain-lists.service.js';
import type { Principal } from '../access/principal.js';
import { levelOf } from '../wire/field-levels.js';
import { toWire } from '../wire/wire-class.js';
import {
  Contact,
  CONTACT_LIST,
  redactedAt,
  type RedactedMetadata,
  type ScrollAudienceDto,
  type ScrollMetadata,
} from './audience.dto.js';
import { ContactEntity } from './internal/contact.entity.js';
import { requirePhoneNumber } from './phone-number.js';

const { list, shape } = columnsOf(ContactEntity);

const FIND_BY_PHONE = statement(
  'contact.find-by-phone',
  `SELECT ${list} FROM contacts
   WHERE project_id = :projectId AND deleted_at IS NULL AND phone_mobile = :phone
   ORDER BY created_at DESC, id DESC LIMIT 10`,
  shape,
);

/** Every response shows contacts at the caller's level, and lists what it hides. */
@Injectable()
export class AudienceService {
  constructor(
    private readonly lists: PlainLists,
    private readonly database: Database,
    private readonly profiles: ProjectProfiles,
  ) {}

  /** @throws ProblemError 404 */
  async get(
    { projectId, scopes }: Principal,
    id: string,
  ): Promise<EntityEnvelope<Contact, RedactedMetadata>> {
    const level = levelOf(scopes);
    const { entity } = await this.lists.get(CONTACT_LIST, projectId, id, level);
    return { entity, metadata: { redacted: redactedAt(level) } };
  }

  /**
   * At most ten, newest first.
   * @throws ProblemError 400 if `phone` is no phone number
   */
  async searchByPhone(
    { projectId, scopes }: Principal,
    phone: string,
  ): Promise<ListEnvelope<Contact, RedactedMetadata>> {
    const { defaultCountry } = await this.profiles.get(projectId);
    const number = await requirePhoneNumber(phone, defaultCountry);
    const rows = await this.database.query(FIND_BY_PHONE, { projectId, phone: number });
    const level = levelOf(scopes);
    return {
      entities: rows.map((row) => toWire(Contact, row, level)),
      metadata: { redacted: redactedAt(level) },
    };
  }

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
