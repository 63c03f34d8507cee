import type { FieldProblem } from '../../kernel/errors/problem-error.js';
import { escapePointer } from './json-shape.js';

type Query = Readonly<Record<string, unknown>>;

/** Either the query with `_q` written out, or what is wrong with `_q`. */
type Written = { readonly query: Query } | { readonly fault: FieldProblem };

/** Filters of one `_q`. */
const MOST_FILTERS = 20;

/**
 * Writes out `_q={"filter":[{field,operator,value}],"paging":{start,limit},"sort":[["name","asc"]]}` as the parameters
 * that mean the same, `name_eq=…&_start=…&_limit=…&_sort=name:asc`. Those are validated then.
 */
export function writeOut({ _q, ...query }: Query): Written {
  if (_q === undefined) return { query };
  const form = typeof _q === 'string' ? parse(_q) : undefined;
  if (!isRecord(form)) return fault('', 'must be a JSON object');
  const wrong = Object.keys(form).find(
    (name) => !(Object.hasOwn(PARTS, name) && isPart(name as Part, form)),
  );
  if (wrong !== undefined)
    return fault(
      `/${escapePointer(wrong)}`,
      Object.hasOwn(PARTS, wrong) ? PARTS[wrong as Part] : 'is not known here',
    );
  return merged(query, parametersOf(form));
}

const parametersOf = ({ filter = [], paging = {}, sort = [] }: Form): readonly Parameter[] => [
  ...filter.map(filterParameter),
  ...pagingParameters(paging),
  ...sortParameters(sort),
];

/** What each part must be. */
const PARTS = {
  filter: 'must be a list of {field, operator, value}',
  paging: 'must be {start, limit}',
  sort: 'must be [[field, "asc" or "desc"]]',
};
type Part = keyof typeof PARTS;

interface Form {
  readonly filter?: readonly Filter[];
  readonly paging?: Paging;
  readonly sort?: Sort;
}

const isPart = (name: Part, form: Query): boolean =>
  ({ filter: isFilter, paging: isPaging, sort: isSort })[name](form[name]);

type Parameter = readonly [name: string, value: string];
type Value = string | number | boolean;

interface Filter {
  readonly field: string;
  readonly operator: string;
  readonly value: Value | readonly Value[];
}

interface Paging {
  readonly start?: number;
  readonly limit?: number;
}

type Sort = readonly [] | readonly [readonly [field: string, direction: 'asc' | 'desc']];

const fault = (pointer: string, message: string): Written => ({
  fault: { pointer: `/_q${pointer}`, code: 'form', message },
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hasOnly = (value: Record<string, unknown>, ...names: string[]): boolean =>
  Object.keys(value).every((name) => names.includes(name));

const isValue = (value: unknown): value is Value =>
  ['string', 'number', 'boolean'].includes(typeof value);

const isFilter = (given: unknown): boolean =>
  Array.isArray(given) && given.length <= MOST_FILTERS && given.every(isOneFilter);

const isOneFilter = (one: unknown): boolean =>
  isRecord(one) &&
  hasOnly(one, 'field', 'operator', 'value') &&
  typeof one.field === 'string' &&
  typeof one.operator === 'string' &&
  (isValue(one.value) || (Array.isArray(one.value) && one.value.every(isValue)));

const isPaging = (given: unknown): boolean =>
  isRecord(given) &&
  hasOnly(given, 'start', 'limit') &&
  Object.values(given).every((value) => typeof value === 'number');

const isSort = (given: unknown): boolean =>
  Array.isArray(given) &&
  given.length <= 1 &&
  given.every(
    (one) =>
      Array.isArray(one) &&
      one.length === 2 &&
      typeof one[0] === 'string' &&
      (one[1] === 'asc' || one[1] === 'desc'),
  );

const filterParameter = ({ field, operator, value }: Filter): Parameter => [
  `${field}_${operator}`,
  Array.isArray(value) ? value.join() : String(value),
];

const pagingParameters = (paging: Paging): Parameter[] =>
  Object.entries(paging).map(([name, value]) => [`_${name}`, String(value)]);

const sortParameters = ([sort]: Sort): Parameter[] =>
  sort ? [['_sort', `${sort[0]}:${sort[1]}`]] : [];

/** No parameter may be given twice, here as elsewhere. */
function merged(query: Query, parameters: readonly Parameter[]): Written {
  const all: Record<string, unknown> = { ...query };
  for (const [name, value] of parameters) {
    if (name in Object.prototype || name in all)
      return fault('', `says ${name.slice(0, 64)} again`);
    all[name] = value;
  }
  return { query: all };
}
