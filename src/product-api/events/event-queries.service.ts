import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/entity-columns.js';
import type { ListEnvelope } from '../access/envelope.js';
import { KeysetPages, type AskedPage, type KeysetQuery } from '../access/keyset-pages.service.js';
import type { Sort } from '../access/list-plan.js';
import type { Principal } from '../access/principal.js';
import { withTimeout } from '../rules/bounded-query.js';
import { Rules } from '../rules/rules.service.js';
import { SpecCatalogue } from '../specs/spec-catalogue.service.js';
import { levelOf } from '../wire/field-levels.js';
import type { EventOrder, ScrollEventsDto, SearchEventsDto } from './event-queries.dto.js';
import { EventView, type Event, type EventsMetadata, type EventsScrollMetadata } from './event.js';
import { ContactEventEntity } from './internal/contact-event.entity.js';
import { onlyType } from './internal/only-type.js';

const { table, list, shape } = columnsOf(ContactEventEntity);
/** Conditions of rules are about this alias. */
const COLUMNS = { table: `${table} event`, list, shape };

const OCCURRED = { by: 'occurred_at', type: 'timestamptz' } as const;
const RECEIVED = { by: 'received_at', type: 'timestamptz' } as const;
const ORDERS: Readonly<Record<EventOrder, Omit<Sort, 'direction'>>> = {
  ...{ occurredAt: OCCURRED, 'event-date': OCCURRED },
  ...{ receivedAt: RECEIVED, 'created-at': RECEIVED },
};

/** Of an erased contact nothing is shown while a job deletes its events. Not a join, which would change the plan. */
const OF_LIVE_CONTACT = `(SELECT contact.deleted_at IS NULL FROM contacts contact
  WHERE contact.project_id = :projectId AND contact.id = event.contact_id)`;

/** Finds events by rules. A rule needs the level that shows the parameters which it compares. */
@Injectable()
export class EventQueries {
  constructor(
    private readonly rules: Rules,
    private readonly specs: SpecCatalogue,
    private readonly pages: KeysetPages,
    private readonly database: Database,
  ) {}

  /**
   * The first events of an order, the latest unless it says otherwise.
   * @throws ProblemError 400 for a rule that is not valid, 403 for one above the level, 422 for one that takes too long
   */
  async search(
    caller: Principal,
    query: SearchEventsDto,
  ): Promise<ListEnvelope<Event, EventsMetadata>> {
    const { entities, redacted } = await this.read(caller, query);
    return { entities, metadata: redacted };
  }

  /** @throws ProblemError as `search`, and 400 for a cursor of another query */
  async scroll(
    caller: Principal,
    query: ScrollEventsDto,
  ): Promise<ListEnvelope<Event, EventsScrollMetadata>> {
    const { entities, redacted, next_cursor } = await this.read(caller, query);
    return { entities, metadata: { limit: query.limit, next_cursor, ...redacted } };
  }

  private async read(caller: Principal, query: SearchEventsDto & Pick<ScrollEventsDto, 'cursor'>) {
    const { projectId, scopes } = caller;
    const { root, limit, cursor, sortField, sortAsc } = query;
    const sort: Sort = { ...ORDERS[sortField], direction: sortAsc ? 'asc' : 'desc' };
    const level = levelOf(scopes);
    const binding = ['events', projectId, level, sort.by, sort.direction, root ?? null];
    const keyset = await this.keysetOf(caller, root, sort);
    const asked: AskedPage = { limit, cursor, binding };
    const page = await withTimeout(this.database, (tx) => this.pages.page(tx, keyset, asked));
    const view = new EventView(await this.specs.of(projectId), level);
    const rows = page.rows as unknown as readonly ContactEventEntity[];
    const types = new Set(rows.map(({ type }) => type));
    return {
      entities: rows.map((row) => view.show(row)),
      redacted: view.redacted(types),
      next_cursor: page.next_cursor,
    };
  }

  private async keysetOf(
    { projectId, scopes }: Principal,
    root: object | undefined,
    sort: Sort,
  ): Promise<KeysetQuery> {
    const everything = ['project_id = :projectId', OF_LIVE_CONTACT];
    const query = { columns: COLUMNS, sort, conditions: everything, values: { projectId } };
    if (root === undefined) return query;
    const prepared = await this.rules.readForEvents(projectId, { root }, '');
    const { sql, values } = prepared.checkSight(scopes).condition();
    // What the rule says, too, but as an index has it.
    const type = onlyType(prepared.rule);
    return {
      ...query,
      conditions: [...everything, sql, ...(type === null ? [] : ['type = :onlyType'])],
      values: { ...query.values, ...values, ...(type === null ? {} : { onlyType: type }) },
    };
  }
}
