import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { ParameterValues } from '../../platform/database/parameters.js';
import { unprepared } from '../../platform/database/statement.js';
import type { FieldLevel } from '../wire/field-levels.js';
import { toWire } from '../wire/wire-class.js';
import { Cursors, type CursorBinding, type Position } from './cursor.js';
import { found, type EntityEnvelope, type ListEnvelope } from './envelope.js';
import { pageOf, type ListPlan, type Sort, type SortedRow } from './list-plan.js';
import type { ListQuery } from './list-query.js';
import { invalid } from './request.pipe.js';

const MAX_REACH = 10_000;

/** A plan of any entity. */
type Plan = ListPlan<object, ListQuery>;

/** A further condition on the rows of a list. It is constant text, its values are parameters. */
export interface Within {
  readonly condition: string;
  readonly values: ParameterValues<string>;
}

interface PageOptions {
  /** Of the caller. */
  readonly level?: FieldLevel;
  /** JSON Pointer of the cursor in the request. */
  readonly cursorAt?: string;
  readonly within?: Within;
}

/** Conditions and the values of their parameters. */
interface Chosen {
  readonly where: readonly string[];
  readonly values: ParameterValues<string>;
}

/**
 * Reads a page of a plain list of one project, or one entity. The SQL comes from the plan, values are parameters.
 * Filters combine to thousands of texts: only the first page without any is prepared.
 */
@Injectable()
export class PlainLists {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
  ) {}

  /** @throws ProblemError 404: the same for what does not exist and what belongs to another project */
  async get<Wire extends object>(
    plan: ListPlan<Wire, ListQuery>,
    projectId: string,
    id: string,
    level?: FieldLevel,
  ): Promise<EntityEnvelope<Wire>> {
    const row = await this.database.queryShared(plan.find, { projectId, id });
    return { entity: toWire(plan.wire, found(row ?? null), level), metadata: {} };
  }

  /**
   * @throws ProblemError 400 for a foreign cursor, or an offset beyond the limit
   */
  async page<Wire extends object, Query extends ListQuery>(
    plan: ListPlan<Wire, Query>,
    projectId: string,
    query: NoInfer<Query>,
    { level, cursorAt = '/_cursor', within }: PageOptions = {},
  ): Promise<ListEnvelope<Wire>> {
    checkReach(query);
    const { _limit: limit, _start: start = 0 } = query;
    const [sortName, sort] = sortOf(plan, query);
    const chosen = choose(plan, projectId, query, within);
    const values = Object.values(chosen.values);
    const binding = [plan.name, chosen.where, values, sortName, sort.direction];
    const after = await this.cursors.open(query._cursor, binding, cursorAt);
    const rows = await this.read(plan, chosen, sort, { after, limit: limit + 1, start });
    return {
      entities: rows.slice(0, limit).map((row) => toWire(plan.wire, row, level)),
      metadata: {
        ...(query._count ? { count: await this.count(plan, chosen) } : {}),
        limit,
        ...(query._start === undefined ? {} : { start }),
        next_cursor: await this.cursorAfter(rows, limit, binding),
      },
    };
  }

  private async cursorAfter(
    rows: readonly SortedRow[],
    limit: number,
    binding: CursorBinding,
  ): Promise<string | null> {
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return last ? this.cursors.seal({ key: last.sortKey, id: last.id }, binding) : null;
  }

  private read(
    plan: Plan,
    { where, values }: Chosen,
    sort: Sort,
    { after, limit, start }: { after: Position | null; limit: number; start: number },
  ): Promise<readonly SortedRow[]> {
    const given = { ...values, limit, start };
    const conditions = [...where];
    if (after) {
      const { by, type, direction } = sort;
      const beyond = direction === 'asc' ? '>' : '<';
      conditions.push(`(${by}, id) ${beyond} (:afterKey::${type}, :afterId::uuid)`);
      Object.assign(given, { afterKey: after.key, afterId: after.id });
    }
    const isFirst = conditions.length === 1 && isDefault(sort, plan);
    const { text, shape } = pageOf(plan.columns, conditions, sort);
    return this.database.query(isFirst ? plan.firstPage : unprepared(text, shape), given);
  }

  private async count({ columns }: Plan, { where, values }: Chosen): Promise<number> {
    const text: string = `SELECT count(*)::int AS count FROM ${columns.table} WHERE ${where.join(' AND ')}`;
    const [row] = await this.database.query(unprepared(text, { count: 'integer' }), values);
    return row?.count ?? 0;
  }
}

/** The cost of an offset grows with it, so it is limited (E17). */
function checkReach({ _start, _limit, _cursor }: ListQuery): void {
  if (_start === undefined) return;
  const fault = (message: string) => invalid([{ pointer: '/_start', code: 'reach', message }]);
  if (_cursor !== undefined) throw fault('cannot be combined with _cursor');
  if (_start + _limit > MAX_REACH) throw fault(`plus _limit must not exceed ${MAX_REACH}`);
}

function sortOf(plan: Plan, query: ListQuery & { _sort?: string }): [string, Sort] {
  const [name = '', direction] = (query._sort ?? Object.keys(plan.sorts)[0] ?? '').split(':');
  const sort = plan.sorts[name];
  if (!sort) throw new Error(`The list ${plan.name} has no sort ${name}.`);
  return [name, { ...sort, direction: (direction as Sort['direction']) ?? sort.direction }];
}

function isDefault({ by, direction }: Sort, { sorts }: Plan): boolean {
  const [first] = Object.values(sorts);
  return by === first?.by && direction === first.direction;
}

function choose(
  { where, filters }: Plan,
  projectId: string,
  query: object,
  within: Within | undefined,
): Chosen {
  const given = query as Partial<ParameterValues<string>>;
  const chosen = Object.entries(filters).filter(([name]) => given[name] !== undefined);
  return {
    where: [
      where,
      ...(within ? [within.condition] : []),
      ...chosen.map(([, condition]) => condition),
    ],
    values: {
      projectId,
      ...within?.values,
      ...Object.fromEntries(chosen.map(([name]) => [name, given[name] ?? null])),
    },
  };
}
