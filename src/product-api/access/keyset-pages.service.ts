import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import type { EntityColumns } from '../../platform/database/entity-columns.js';
import type { ParameterValues } from '../../platform/database/parameters.js';
import { unprepared } from '../../platform/database/statement.js';
import { Cursors, type CursorBinding, type Position } from './cursor.js';
import { pageOf, type Sort, type SortedRow } from './list-plan.js';

/** Of a query that has one page. */
export const SEARCH_LIMIT = { min: 1, max: 50, default: 50 } as const;

/** Of a page of a query that has several. */
export const SCROLL_LIMIT = { min: 1, max: 100, default: 50 } as const;

export const SCROLL_CURSOR = {
  optional: true,
  max: 2_000,
  description: '`metadata.next_cursor` of the page before, with the same rule and order.',
} as const;

/** Rows that fulfil conditions of a request, in an order. The text depends on the request, so it is not prepared. */
export interface KeysetQuery {
  /** `table` may have an alias. */
  readonly columns: Pick<EntityColumns<object>, 'table' | 'list' | 'shape'>;
  readonly conditions: readonly string[];
  readonly values: ParameterValues<string>;
  readonly sort: Sort;
}

export interface KeysetPage {
  readonly rows: readonly SortedRow[];
  /** Null on the last page. */
  readonly next_cursor: string | null;
}

/** Which page: `binding` says what a cursor belongs to, so that it opens no other query's pages (E17). */
export interface AskedPage {
  readonly limit: number;
  readonly cursor: string | undefined;
  readonly binding: CursorBinding;
}

/** Reads pages along an index: each begins after the last row of the one before. */
@Injectable()
export class KeysetPages {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
  ) {}

  /** @throws ProblemError 400 for a cursor of another query */
  async page(
    tx: EntityManager,
    query: KeysetQuery,
    { limit, cursor, binding }: AskedPage,
  ): Promise<KeysetPage> {
    const after = await this.cursors.open(cursor, binding, '/cursor');
    const { text, shape, given } = sqlOf(query, after);
    const asked = { ...given, limit: limit + 1, start: 0 };
    const rows = await this.database.queryIn(tx, unprepared(text, shape), asked);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      rows: rows.slice(0, limit),
      next_cursor: last
        ? await this.cursors.seal({ key: last.sortKey, id: last.id }, binding)
        : null,
    };
  }
}

function sqlOf({ columns, conditions, values, sort }: KeysetQuery, after: Position | null) {
  const { by, type, direction } = sort;
  const beyond = `(${by}, id) ${direction === 'asc' ? '>' : '<'} (:afterKey::${type}, :afterId::uuid)`;
  const { text, shape } = pageOf(columns, after ? [...conditions, beyond] : conditions, sort);
  const given: ParameterValues<string> = after
    ? { ...values, afterKey: after.key, afterId: after.id }
    : values;
  return { text, shape, given };
}
