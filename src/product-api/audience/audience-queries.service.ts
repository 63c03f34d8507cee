import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/entity-columns.js';
import type { CursorBinding } from '../access/cursor.js';
import type { EntityEnvelope, ListEnvelope } from '../access/envelope.js';
import { KeysetPages, type KeysetPage } from '../access/keyset-pages.service.js';
import type { Sort } from '../access/list-plan.js';
import type { Principal } from '../access/principal.js';
import { withTimeout } from '../rules/bounded-query.js';
import type { Condition } from '../rules/compile-rule.js';
import { ContactCounts } from '../rules/contact-counts.service.js';
import { Rules } from '../rules/rules.service.js';
import { levelOf } from '../wire/field-levels.js';
import { toWire } from '../wire/wire-class.js';
import type {
  ContactCount,
  ContactOrder,
  RuleDto,
  ScrollAudienceDto,
  ScrollContactsDto,
  SearchAudienceDto,
} from './audience.dto.js';
import { Contact, redactedAt, type RedactedMetadata, type ScrollMetadata } from './contact.js';
import { ContactEntity } from './internal/contact.entity.js';

/** Contacts that fulfil a condition; `binding` identifies it in cursors. */
export interface Selection {
  readonly condition: Condition;
  readonly binding: CursorBinding;
}

const { table, list, shape } = columnsOf(ContactEntity);
/** Conditions of rules are about this alias. */
const COLUMNS = { table: `${table} contact`, list, shape };

const CREATED = { by: 'created_at', type: 'timestamptz' } as const;
const UPDATED = { by: 'updated_at', type: 'timestamptz' } as const;
const ORDERS: Readonly<Record<ContactOrder, Omit<Sort, 'direction'>>> = {
  ...{ createdAt: CREATED, 'created-at': CREATED },
  ...{ updatedAt: UPDATED, 'updated-at': UPDATED, _date_updated: UPDATED },
};

const EVERYBODY: Condition = { sql: 'true', values: {} };

/** Finds contacts by rules. A rule needs the level that shows what it compares: an answer would reveal it otherwise. */
@Injectable()
export class AudienceQueries {
  constructor(
    private readonly rules: Rules,
    private readonly pages: KeysetPages,
    private readonly counts: ContactCounts,
    private readonly database: Database,
  ) {}

  /**
   * The first contacts of an order.
   * @throws ProblemError 400 for a rule that is not valid, 403 for one above the level, 422 for one that takes too long
   */
  async search(
    caller: Principal,
    query: SearchAudienceDto,
  ): Promise<ListEnvelope<Contact, RedactedMetadata>> {
    const selection = await this.select(caller, query);
    const { entities, redacted } = await this.read(caller, selection, query);
    return { entities, metadata: { redacted } };
  }

  /** @throws ProblemError as `search`, and 400 for a cursor of another query */
  async scroll(
    caller: Principal,
    query: ScrollAudienceDto,
  ): Promise<ListEnvelope<Contact, ScrollMetadata>> {
    return this.scrollThrough(caller, await this.select(caller, query), query);
  }

  /** @throws ProblemError 400 for a cursor of another query, 422 for a condition that takes too long */
  async scrollThrough(
    caller: Principal,
    selection: Selection,
    paging: ScrollContactsDto,
  ): Promise<ListEnvelope<Contact, ScrollMetadata>> {
    const { entities, redacted, next_cursor } = await this.read(caller, selection, paging);
    return { entities, metadata: { limit: paging.limit, next_cursor, redacted } };
  }

  /** @throws ProblemError as `search` */
  async count(caller: Principal, query: RuleDto): Promise<EntityEnvelope<ContactCount>> {
    const { condition } = await this.select(caller, query);
    const count = await this.counts.count(caller.projectId, condition);
    return { entity: { count }, metadata: {} };
  }

  /** @throws ProblemError 400 for a rule that is not valid, 403 for one above the level */
  async select({ projectId, scopes }: Principal, { root }: RuleDto): Promise<Selection> {
    if (root === undefined) return { condition: EVERYBODY, binding: [] };
    const rule = await this.rules.read(projectId, { root }, '');
    return { condition: rule.checkSight(scopes).condition(), binding: [root] };
  }

  private async read(
    { projectId, scopes }: Principal,
    { condition, binding }: Selection,
    { sortField, sortAsc, limit, cursor }: ScrollContactsDto,
  ) {
    const level = levelOf(scopes);
    const sort: Sort = { ...ORDERS[sortField], direction: sortAsc ? 'asc' : 'desc' };
    const query = {
      columns: COLUMNS,
      conditions: ['project_id = :projectId', 'deleted_at IS NULL', condition.sql],
      values: { projectId, ...condition.values },
      sort,
    };
    const bound = ['audience', projectId, level, sort.by, sort.direction, ...binding];
    const page: KeysetPage = await withTimeout(this.database, (tx) =>
      this.pages.page(tx, query, { limit, cursor, binding: bound }),
    );
    return {
      entities: page.rows.map((row) => toWire(Contact, row, level)),
      redacted: redactedAt(level),
      next_cursor: page.next_cursor,
    };
  }
}
