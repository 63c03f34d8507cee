import { applyDecorators, type Type } from '@nestjs/common';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { documented } from '../../platform/http/documented.js';
import { readWith } from '../wire/field.js';
import { Flag, Text, toFlag, toWholeNumber, Whole } from '../wire/fields.js';
import { fieldOf, type Field } from '../wire/wire-class.js';
import { ArrayMaxSize, IsIn, IsOptional } from '../../platform/validation/class-validator.js';

/** Parameters of every list. A list's own query adds its filters, `field_operator=value`. */
export class PageQuery {
  @readWith(toWholeNumber)
  @Whole({ min: 1, max: 100, default: 50 })
  _limit: number = 50;

  @Text({ optional: true, max: 2_000, description: '`metadata.next_cursor` of the page before.' })
  _cursor?: string;

  /** `RequestPipe` has written it out before: it is here to be documented. */
  @Text({
    optional: true,
    max: 4_000,
    description:
      'Filters, page and order in one: `{"filter":[{"field","operator","value"}],"paging":{"start","limit"},"sort":[["name","asc"]]}`.',
  })
  _q?: string;
}

/** Of a plain list, which has `_sort` too. */
export class ListQuery extends PageQuery {
  @readWith(toWholeNumber)
  @Whole({
    optional: true,
    min: 0,
    description: 'Rows to skip; `_start` + `_limit` ≤ 10,000. Prefer `_cursor`.',
  })
  _start?: number;

  @readWith(toFlag)
  @Flag({ default: false, description: 'Say in `metadata.count` how many rows there are in all.' })
  _count: boolean = false;
}

/** The part of a filter's name after the `_`. */
export type Operator = 'eq' | 'neq' | 'in' | 'contains' | 'gt' | 'gte' | 'lt' | 'lte';

/** Filters of a list: `{ type: ['eq', 'in'] }` makes `type_eq` and `type_in`. */
export type ChosenFilters = Readonly<Record<string, readonly Operator[]>>;

export const filterNames = (filters: ChosenFilters) =>
  Object.entries(filters).flatMap(([field, operators]) =>
    operators.map((operator) => ({ name: `${field}_${operator}`, field, operator })),
  );

/** The class of a query with these filters over fields of `wire`, and a `_sort` by one of these names. */
export function queryClass(
  wire: Type<object>,
  filters: ChosenFilters,
  sorts: readonly string[],
): Type<ListQuery> {
  class Query extends ListQuery {}
  sortBy(sorts)(Query.prototype, '_sort');
  addFilters(Query, wire, filters);
  return Query;
}

/** The same for a list of one order, by cursor only. */
export function pageQueryClass<Query extends PageQuery>(
  wire: Type<object>,
  filters: ChosenFilters,
): Type<Query> {
  class OwnQuery extends PageQuery {}
  addFilters(OwnQuery, wire, filters);
  return OwnQuery as Type<Query>;
}

function addFilters(query: Type<PageQuery>, wire: Type<object>, filters: ChosenFilters): void {
  for (const { name, field, operator } of filterNames(filters)) {
    filter(fieldOf(wire, field), operator)(query.prototype as object, name);
  }
}

/** `_sort=name:desc` */
function sortBy(names: readonly string[]): PropertyDecorator {
  const orders = names.flatMap((name) => [name, `${name}:asc`, `${name}:desc`]);
  return applyDecorators(described({ enum: orders }), IsOptional(), IsIn(orders));
}

function filter(field: Field, operator: Operator): PropertyDecorator {
  if (operator === 'in') return someOf(field);
  // `name_contains=vip`
  if (operator === 'contains')
    return Text({ optional: true, min: 1, max: 120 }) as PropertyDecorator;
  const { schema, rules, read, readText } = field;
  return applyDecorators(
    described(schema),
    IsOptional(),
    ...[readText, read].filter((one) => one !== undefined).map(readWith),
    ...rules({ each: false }),
  );
}

/** `status_in=ready,error` */
function someOf({ name, schema: { enum: values } }: Field): PropertyDecorator {
  if (!Array.isArray(values)) throw new Error(`${name} has no values to choose from`);
  return applyDecorators(
    described({ type: String, description: `Of ${values.join(', ')}; comma-separated.` }),
    IsOptional(),
    Transform(({ value }) => (typeof value === 'string' ? value.split(',') : (value as unknown))),
    IsIn(values, { each: true }),
    ArrayMaxSize(values.length),
  );
}

const described = (options: ApiPropertyOptions): PropertyDecorator =>
  documented(({ ApiPropertyOptional }) => ApiPropertyOptional(options));
