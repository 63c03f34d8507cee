import type { Type } from '@nestjs/common';
import {
  columnsOf,
  type EntityColumn,
  type EntityColumns,
} from '../../platform/database/entity-columns.js';
import type { ColumnType } from '../../platform/database/row-shape.js';
import { sharedLookup, type SharedStatement } from '../../platform/database/shared-statement.js';
import { statement, type Statement } from '../../platform/database/statement.js';
import { fieldOf } from '../wire/wire-class.js';
import {
  filterNames,
  queryClass,
  type ChosenFilters,
  type ListQuery,
  type Operator,
} from './list-query.js';

/** All SQL of a plain list. It is constant text, never from a request (E10). */
export interface ListPlan<Wire extends object, Query extends ListQuery> {
  /** Unique in the server; cursors are bound to it. */
  readonly name: string;
  readonly wire: Type<Wire>;
  /** The query parameters: a DTO extends it, so that Nest sees a named class. */
  readonly Query: Type<Query>;
  readonly columns: Pick<EntityColumns<object>, 'table' | 'list' | 'shape'>;
  /** The rows of a project that are shown: those without `deletedAt`. */
  readonly where: string;
  /** One row by project and id. */
  readonly find: SharedStatement<{ readonly projectId: 'uuid'; readonly id: 'uuid' }, object>;
  /** A page in the default order, without filters and cursor: the only one that is asked so often that it is prepared. */
  readonly firstPage: Statement<string, SortedRow>;
  /** A condition for each filter, whose value is the parameter of the same name. */
  readonly filters: Readonly<Record<string, string>>;
  /** The first is the default. */
  readonly sorts: Readonly<Record<string, Sort>>;
}

/** A row with its sort value, as PostgreSQL writes it. */
export interface SortedRow {
  readonly id: string;
  readonly sortKey: string;
}

export interface Sort {
  /** An expression that is never null. */
  readonly by: string;
  readonly type: string;
  readonly direction: Direction;
}

type Direction = 'asc' | 'desc';

/** Properties for filters and sorts: only columns that are shown, since a filter would reveal hidden ones. */
type Column<Row, Wire> = Extract<keyof Row & keyof Wire, string>;

/** Fields whose type does not allow what their column may have: null, or more values. Timestamps are dates in rows. */
type Misstated<Row, Wire> = {
  [Name in Column<Row, Wire>]: Exclude<Row[Name], Date> extends Wire[Name] ? never : Name;
}[Column<Row, Wire>];

type FilterNames<Filters extends ChosenFilters> = {
  [Name in keyof Filters & string]: `${Name}_${Filters[Name][number]}`;
}[keyof Filters & string];

type FilterValue<Wire, Name> = Name extends `${infer Field extends keyof Wire & string}_in`
  ? readonly Wire[Field][]
  : Name extends `${infer Field extends keyof Wire & string}_${Operator}`
    ? NonNullable<Wire[Field]>
    : never;

type QueryOf<Wire, Filters extends ChosenFilters, SortName extends string> = ListQuery & {
  _sort?: SortName | `${SortName}:${Direction}`;
} & { [Name in FilterNames<Filters>]?: FilterValue<Wire, Name> };

interface NullableSort {
  readonly direction: Direction;
  /** The sort value in place of null. */
  readonly whenNull: string | number;
}

/** The default direction; of a column that may be null, more. */
type SortBy<Value> = null extends Value ? NullableSort : Direction;

interface Choices<Row, Wire, Filters, SortName extends Column<Row, Wire>> {
  /** What rows have besides their columns: SQL that may name `:projectId` and the table. */
  readonly computed?: Readonly<Record<string, { readonly sql: string; readonly type: ColumnType }>>;
  /** A condition of all rows of the list, without parameters. */
  readonly among?: string;
  /** `{ type: ['eq', 'in'] }` makes `type_eq` and `type_in`. */
  readonly filters: Filters & {
    readonly [Name in keyof Filters]: Name extends Column<Row, Wire> ? unknown : never;
  };
  /** The first is the default. */
  readonly sorts: { readonly [Name in SortName]: SortBy<Row[Name]> };
}

/** A list of the rows of `entity` in one project, as `wire` shows them. `name` is unique in the server. */
export function listPlan<
  Row extends { id: string; projectId: string },
  Wire extends object,
  const Filters extends ChosenFilters,
  SortName extends Column<Row, Wire>,
>(
  name: string,
  entity: new () => Row,
  wire: Type<Wire> & ([Misstated<Row, Wire>] extends [never] ? unknown : Misstated<Row, Wire>),
  { filters, sorts, computed = {}, among }: Choices<Row, Wire, Filters, SortName>,
): ListPlan<Wire, QueryOf<Wire, Filters, SortName>> {
  const columns = withComputed(columnsOf(entity), computed);
  const { table, list, shape } = columns;
  const live = `${'deletedAt' in shape ? ' AND deleted_at IS NULL' : ''}${among ? ` AND ${among}` : ''}`;
  const find =
    `SELECT ${list} FROM ${table} WHERE project_id = :projectId${live} AND id = :id` as const;
  for (const field of [...Object.keys(filters), ...Object.keys(sorts)]) checkIsForAll(wire, field);
  const where = `project_id = :projectId${live}`;
  const byName = sortsOf(columns.of as ColumnOf, sorts);
  const [defaultSort = BY_ID] = Object.values(byName);
  const page = pageOf(columns, [where], defaultSort);
  return {
    ...{ name, wire, columns },
    where,
    Query: queryClass(wire, filters, Object.keys(sorts)) as Type<QueryOf<Wire, Filters, SortName>>,
    find: sharedLookup(`${name}.find`, { projectId: 'uuid', id: 'uuid' }, find, shape),
    filters: conditionsOf(columns.of as ColumnOf, filters),
    firstPage: statement(`${name}.first-page`, page.text, page.shape),
    sorts: byName,
  };
}

function withComputed<Row>(
  columns: EntityColumns<Row>,
  computed: NonNullable<Choices<Row, object, object, never>['computed']>,
): EntityColumns<Row> {
  const all = Object.entries(computed);
  return {
    ...columns,
    list: [columns.list, ...all.map(([name, { sql }]) => `${sql} AS "${name}"`)].join(', '),
    shape: { ...columns.shape, ...Object.fromEntries(all.map(([name, { type }]) => [name, type])) },
  };
}

const BY_ID: Sort = { by: 'id', type: 'uuid', direction: 'asc' };

/** The SQL of a page of rows that fulfil all conditions. */
export const pageOf = (
  { list, table, shape }: ListPlan<object, ListQuery>['columns'],
  conditions: readonly string[],
  { by, direction }: Sort,
): { readonly text: string; readonly shape: typeof SORTED_SHAPE } => ({
  text: `SELECT ${list}, (${by})::text AS "sortKey" FROM ${table}
      WHERE ${conditions.join(' AND ')}
      ORDER BY ${by} ${direction}, id ${direction} LIMIT :limit OFFSET :start`,
  shape: { ...shape, ...SORTED_SHAPE },
});

const SORTED_SHAPE = { id: 'uuid', sortKey: 'text' } as const;

/** A filter or sort by a field with a level would reveal its values. */
function checkIsForAll(wire: Type<object>, name: string): void {
  if (fieldOf(wire, name).level === 'none') return;
  throw new Error(`${wire.name} does not show ${name} to everybody`);
}

type ColumnOf = (property: string) => EntityColumn;

const conditionsOf = (columnOf: ColumnOf, filters: ChosenFilters): Record<string, string> =>
  Object.fromEntries(
    filterNames(filters).map(({ name, field, operator }) => [
      name,
      conditionOf(columnOf(field), operator, `:${name}`),
    ]),
  );

const COMPARISONS = { eq: '=', neq: 'IS DISTINCT FROM', gt: '>', gte: '>=', lt: '<', lte: '<=' };

function conditionOf({ name, type }: EntityColumn, operator: Operator, value: string): string {
  if (operator === 'in') return `${name} = ANY(${value}::${type}[])`;
  // Case-insensitive. Not LIKE, so nothing to escape.
  if (operator === 'contains') return `strpos(lower(${name}), lower(${value})) > 0`;
  return `${name} ${COMPARISONS[operator]} ${value}::${type}`;
}

const sortsOf = (
  columnOf: ColumnOf,
  sorts: Readonly<Record<string, Direction | NullableSort>>,
): Record<string, Sort> =>
  Object.fromEntries(
    Object.entries(sorts).map(([field, sort]) => {
      const { name, type } = columnOf(field);
      if (typeof sort === 'string') return [field, { by: name, type, direction: sort }];
      const by = `coalesce(${name}, '${sort.whenNull}'::${type})`;
      return [field, { by, type, direction: sort.direction }];
    }),
  );
