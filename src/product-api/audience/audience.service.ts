import { Injectable } from '@nestjs/common';
import { ProjectProfiles } from '../../modules/projects/project-profiles.service.js';
import { Database } from '../../platform/database/database.js';
import { found, type EntityEnvelope, type ListEnvelope } from '../access/envelope.js';
import { PlainLists } from '../access/plain-lists.service.js';
import type { Principal } from '../access/principal.js';
import type { AttributeSpec } from '../specs/spec.js';
import { SpecCatalogue } from '../specs/spec-catalogue.service.js';
import { levelOf, shows, type FieldLevel } from '../wire/field-levels.js';
import { toWire } from '../wire/wire-class.js';
import { CONTACT_LIST } from './audience.dto.js';
import { Contact, redactedAt, type RedactedMetadata } from './contact.js';
import { requireEmail, spellingsOf } from './email-address.js';
import {
  FIND_BY_ATTRIBUTE,
  FIND_BY_EMAIL,
  FIND_BY_PHONE,
  FIND_BY_USER_ID,
} from './internal/find-contacts.js';
import { membersOf } from './internal/unique-values.js';
import { phoneNumberOf, requirePhoneNumber } from './phone-number.js';

type Answer = EntityEnvelope<Contact, RedactedMetadata>;
type Answers = ListEnvelope<Contact, RedactedMetadata>;

/** Looks contacts up. Every response shows them at the caller's level, and lists what it hides. */
@Injectable()
export class AudienceService {
  constructor(
    private readonly lists: PlainLists,
    private readonly database: Database,
    private readonly profiles: ProjectProfiles,
    private readonly specs: SpecCatalogue,
  ) {}

  /** @throws ProblemError 404 */
  async get({ projectId, scopes }: Principal, id: string): Promise<Answer> {
    const level = levelOf(scopes);
    const { entity } = await this.lists.get(CONTACT_LIST, projectId, id, level);
    return { entity, metadata: { redacted: redactedAt(level) } };
  }

  /**
   * By `_user_id`; else by any other unique attribute that the caller's level shows, since an answer confirms its value.
   * @throws ProblemError 404
   */
  async getByUniqueValue({ projectId, scopes }: Principal, value: string): Promise<Answer> {
    const level = levelOf(scopes);
    const row =
      (await this.database.queryShared(FIND_BY_USER_ID, { projectId, userId: value })) ??
      (await this.findByOtherValue(projectId, value, level));
    const entity = toWire(Contact, found(row ?? null), level);
    return { entity, metadata: { redacted: redactedAt(level) } };
  }

  /**
   * At most ten, newest first.
   * @throws ProblemError 400 if `phone` is no phone number
   */
  async searchByPhone({ projectId, scopes }: Principal, phone: string): Promise<Answers> {
    const { defaultCountry } = await this.profiles.get(projectId);
    const number = await requirePhoneNumber(phone, defaultCountry);
    const rows = await this.database.query(FIND_BY_PHONE, { projectId, phone: number });
    return answersOf(rows, levelOf(scopes));
  }

  /**
   * At most ten, newest first.
   * @throws ProblemError 400 if `email` is no email address
   */
  async searchByEmail({ projectId, scopes }: Principal, email: string): Promise<Answers> {
    const emails = requireEmail(email);
    const rows = await this.database.query(FIND_BY_EMAIL, { projectId, emails });
    return answersOf(rows, levelOf(scopes));
  }

  private async findByOtherValue(projectId: string, value: string, level: FieldLevel) {
    if (level === 'none') return undefined;
    const { attributes } = await this.specs.of(projectId);
    const unique = attributes.filter(
      (spec) => spec.unique && spec.enabled && shows(level, spec.level),
    );
    return (
      (await this.findByAddress(projectId, value)) ??
      (await this.findByAttribute(projectId, value, unique))
    );
  }

  private async findByAddress(projectId: string, value: string) {
    const emails = spellingsOf(value);
    const [byEmail] = emails ? await this.database.query(FIND_BY_EMAIL, { projectId, emails }) : [];
    if (byEmail) return byEmail;
    const { defaultCountry } = await this.profiles.get(projectId);
    const phone = await phoneNumberOf(value, defaultCountry);
    const [byPhone] = phone ? await this.database.query(FIND_BY_PHONE, { projectId, phone }) : [];
    return byPhone;
  }

  private async findByAttribute(
    projectId: string,
    value: string,
    unique: readonly AttributeSpec[],
  ) {
    const members = membersOf(unique, value);
    if (members.length === 0) return undefined;
    const [row] = await this.database.query(FIND_BY_ATTRIBUTE, { projectId, members });
    return row;
  }
}

const answersOf = (rows: readonly object[], level: FieldLevel): Answers => ({
  entities: rows.map((row) => toWire(Contact, row, level)),
  metadata: { redacted: redactedAt(level) },
});
