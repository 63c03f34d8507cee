import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { unprepared } from '../../platform/database/statement.js';
import { Cursors, type CursorBinding, type Position } from './cursor.js';
import type { Filter, ListPlan, Sort } from './list-plan.js';
import type { SortedQuery } from './list-query.js';
import { invalid } from './request.pipe.js';

const MAX_REACH = 10_000;

export interface ListMetadata {
  readonly limit: number;
  readonly start?: number;
  readonly count?: number;
  /** Null on the last page. */
  readonly next_cursor: string | null;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly metadata: ListMetadata;
}

interface Read {
  readonly where: readonly string[];
  readonly values: readonly unknown[];
  readonly sort: Sort;
}

/** Reads one page of a plain list of one project. The text of the SQL comes from the plan, values are bound. Filters combine to thousands of texts: none is prepared. */
@Injectable()
export class PlainLists {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
  ) {}

  /** @throws ProblemError 400 for a foreign cursor, or a page too far away to be skipped to */
  async page<Row extends { id: string }>(
    plan: ListPlan<SortedQuery, string>,
    projectId: string,
    query: SortedQuery,
  ): Promise<Page<Row>> {
    checkReach(query);
    const { _limit: limit, _start: start } = query;
    const [sortName, sort] = sortOf(plan, query);
    const [where, values] = conditions(plan, projectId, query);
    const binding = [plan.name, where, values, sortName, sort.direction];
    const after = await this.positionOf(query, binding);
    const rows = await this.read<Row>(plan, { where, values, sort }, after, limit + 1, start ?? 0);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    const cursor = last && (await this.cursors.seal({ key: last.sortKey, id: last.id }, binding));
    return {
      rows: rows.slice(0, limit),
      metadata: {
        ...(query._count ? { count: await this.count(plan, where, values) } : {}),
        limit,
        ...(start === undefined ? {} : { start }),
        next_cursor: cursor ?? null,
      },
    };
  }

  private async positionOf(query: SortedQuery, binding: CursorBinding): Promise<Position | null> {
    if (query._cursor === undefined) return null;
    return this.cursors.open(query._cursor, binding, '/_cursor');
  }

  private read<Row>(
    plan: ListPlan<SortedQuery, string>,
    { where, values, sort }: Read,
    after: Position | null,
    limit: number,
    start: number,
  ): Promise<(Row & { sortKey: string })[]> {
    const n = values.length;
    const beyond = sort.direction === 'asc' ? '>' : '<';
    const conditions = after
      ? [...where, `(${sort.by}, id) ${beyond} ($${n + 3}::${sort.type}, $${n + 4}::uuid)`]
      : where;
    const text = `SELECT id, ${plan.columns}, (${sort.by})::text AS "sortKey" FROM ${plan.table}
      WHERE ${conditions.join(' AND ')}
      ORDER BY ${sort.by} ${sort.direction}, id ${sort.direction} LIMIT $${n + 1} OFFSET $${n + 2}`;
    const position = after ? [after.key, after.id] : [];
    return this.database.query(unprepared(text), [...values, limit, start, ...position]);
  }

  private async count(
    plan: ListPlan<SortedQuery, string>,
    where: readonly string[],
    values: readonly unknown[],
  ): Promise<number> {
    const text = `SELECT count(*)::int AS count FROM ${plan.table} WHERE ${where.join(' AND ')}`;
    const [row] = await this.database.query<{ count: number }>(unprepared(text), values);
    return row?.count ?? 0;
  }
}

/** Offsets cost what they skip, so they end somewhere (E17). */
function checkReach({ _start, _limit, _cursor }: SortedQuery): void {
  if (_start === undefined) return;
  const fault = (message: string) => invalid([{ pointer: '/_start', code: 'reach', message }]);
  if (_cursor !== undefined) throw fault('cannot be combined with _cursor');
  if (_start + _limit > MAX_REACH) throw fault(`plus _limit must not exceed ${MAX_REACH}`);
}

function sortOf(plan: ListPlan<SortedQuery, string>, query: SortedQuery): [string, Sort] {
  const [name = '', direction] = (query._sort ?? Object.keys(plan.sorts)[0] ?? '').split(':');
  const sort = plan.sorts[name];
  if (!sort) throw new Error(`The list ${plan.name} has no sort ${name}.`);
  return [name, { ...sort, direction: (direction as Sort['direction']) ?? sort.direction }];
}

function conditions(
  plan: ListPlan<SortedQuery, string>,
  projectId: string,
  query: SortedQuery,
): [where: string[], values: unknown[]] {
  const where = ['project_id = $1'];
  const values: unknown[] = [projectId];
  for (const [name, filter] of Object.entries<Filter>(plan.filters)) {
    const value = (query as unknown as Record<string, unknown>)[name];
    if (value === undefined) continue;
    values.push(value);
    where.push(filter(`$${values.length}`));
  }
  return [where, values];
}
