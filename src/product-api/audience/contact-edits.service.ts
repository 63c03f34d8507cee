import { Injectable } from '@nestjs/common';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { ProjectProfiles } from '../../modules/projects/project-profiles.service.js';
import { Database } from '../../platform/database/database.js';
import { found, type EntityEnvelope } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { SpecCatalogue } from '../specs/spec-catalogue.service.js';
import { UsedSpecs } from '../specs/used-specs.service.js';
import { PhoneNumbers } from '../specs/values/phone-numbers.js';
import type { ValueContext } from '../specs/values/read-value.js';
import { WebhookEvents } from '../webhooks/webhook-events.service.js';
import { levelOf } from '../wire/field-levels.js';
import { toWire } from '../wire/wire-class.js';
import { Contact, redactedAt, type RedactedMetadata } from './contact.js';
import { CHANGE_ATTRIBUTES } from './internal/find-contacts.js';
import { readAttributes } from './internal/read-attributes.js';

/** Specs that change at the same time are read again. */
const ATTEMPTS = 3;

/** Changes the customer's own fields of a contact. */
@Injectable()
export class ContactEdits {
  constructor(
    private readonly database: Database,
    private readonly specs: SpecCatalogue,
    private readonly used: UsedSpecs,
    private readonly profiles: ProjectProfiles,
    private readonly webhooks: WebhookEvents,
  ) {}

  /**
   * Null clears an attribute; one that is absent stays as it is.
   * @throws ProblemError 404; 400 that names each attribute which cannot have its value
   */
  async change(
    { projectId, scopes }: Principal,
    contactId: string,
    data: object,
  ): Promise<EntityEnvelope<Contact, RedactedMetadata>> {
    const { defaultCountry: country } = await this.profiles.get(projectId);
    const phones = await PhoneNumbers.load();
    const context = { phones, country, allowNonMobile: true };
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const rows = await this.write(projectId, contactId, data, context);
      if (!rows) continue;
      const level = levelOf(scopes);
      const entity = toWire(Contact, found(rows[0] ?? null), level);
      return { entity, metadata: { redacted: redactedAt(level) } };
    }
    throw new ProblemError('conflict', 'The attributes of the project changed meanwhile.');
  }

  /** @returns null if the specs are no longer those that the values were read by */
  private async write(projectId: string, contactId: string, data: object, context: ValueContext) {
    const specs = await this.specs.of(projectId);
    const { given, cleared, first } = readAttributes(data, specs, context);
    const names = [...Object.keys(given), ...cleared];
    const values = { projectId, contactId, given: JSON.stringify(given), cleared, names };
    return this.database.transaction(async (tx) => {
      const needed = { created: [], used: first };
      if (!(await this.used.use(tx, projectId, specs, needed))) return null;
      const rows = await this.database.queryIn(tx, CHANGE_ATTRIBUTES, values);
      found(rows[0] ?? null);
      const fact = { projectId, subjectId: contactId, data: { attributes: names } };
      await this.webhooks.announce(tx, { ...fact, type: 'contact.updated' });
      return rows;
    });
  }
}
