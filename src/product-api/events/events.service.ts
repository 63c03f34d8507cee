import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { found, type EntityEnvelope, type ListEnvelope } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { SpecCatalogue } from '../specs/spec-catalogue.service.js';
import { levelOf } from '../wire/field-levels.js';
import { Event, EventView, type EventsMetadata, type EventsOfType } from './event.js';
import { FIND_CONTACT, FIND_EVENT, FIND_LATEST } from './internal/find-events.js';

/** Most events of a type. */
const LATEST = 10;

/** Reads events of contacts. Every response shows them at the caller's level. */
@Injectable()
export class EventsService {
  constructor(
    private readonly database: Database,
    private readonly specs: SpecCatalogue,
  ) {}

  /** @throws ProblemError 404 */
  async get(caller: Principal, id: string): Promise<EntityEnvelope<Event, EventsMetadata>> {
    const { projectId } = caller;
    const row = found((await this.database.queryShared(FIND_EVENT, { projectId, id })) ?? null);
    const view = await this.viewOf(caller);
    return { entity: view.show(row), metadata: view.redacted(new Set([row.type])) };
  }

  /**
   * The latest ten of each type, of the latest two hundred; types with the latest event first.
   * @throws ProblemError 404
   */
  async latestOf(
    caller: Principal,
    contactId: string,
  ): Promise<ListEnvelope<EventsOfType, EventsMetadata>> {
    const { projectId } = caller;
    found((await this.database.queryShared(FIND_CONTACT, { projectId, contactId })) ?? null);
    const rows = await this.database.query(FIND_LATEST, { projectId, contactId });
    const view = await this.viewOf(caller);
    const types = new Set(rows.map(({ type }) => type));
    const entities = [...types].map((type) => {
      const ofType = rows.filter((row) => row.type === type).slice(0, LATEST);
      return { type, events: ofType.map((row) => view.show(row)) };
    });
    return { entities, metadata: view.redacted(types) };
  }

  private async viewOf({ projectId, scopes }: Principal): Promise<EventView> {
    return new EventView(await this.specs.of(projectId), levelOf(scopes));
  }
}
