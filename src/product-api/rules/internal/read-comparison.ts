import {
  UNITS,
  type Comparison,
  type Operator,
  type Span,
  type Term,
  type Value,
} from '../rule.js';
import { familyOf, operatorsOf, SPANNING, valuesTakenBy } from './families.js';
import type { Faults } from './faults.js';
import { readValue } from './read-value.js';
import type { FindTerm } from './terms.js';

/** Longest span of time, in any unit. */
export const MOST_UNITS = 3_660;
const MOST_DAYS = 366;
const MOST_PARAMETERS = 10;

const PLACEHOLDER = /^\$(\d+)$/;

export interface ComparisonOptions {
  /** Whether `"$1"` in values is a parameter. Everywhere else it is refused, so that it is never a value by mistake. */
  readonly parameters: boolean;
}

/** Where faults go, and how values are read. */
export interface Reading {
  readonly faults: Faults;
  readonly options: ComparisonOptions;
}

/** `{key, operator, values}`, or `{param, operator, values}`. Null after a fault. */
export function readNamedComparison(
  name: 'key' | 'param',
  json: unknown,
  find: FindTerm,
  reading: Reading,
  pointer: string,
): Comparison | null {
  const { faults } = reading;
  const members = faults.members(json, [name, 'operator', 'values'], pointer);
  if (!members) return null;
  const key = members.get(name);
  const at = `${pointer}/${name}`;
  if (typeof key !== 'string') return faults.add(at, 'isString', 'must be a text');
  const term = find(key);
  if ('fault' in term) return faults.add(at, name, term.fault);
  const operators = operatorsOf(term);
  const operator = faults.oneOf(members.get('operator'), operators, `${pointer}/operator`);
  const values = members.get('values');
  return operator && readComparison({ operator, values, term }, reading, `${pointer}/values`);
}

function readComparison(
  { operator, values, term }: { operator: Operator; values: unknown; term: Term },
  reading: Reading,
  pointer: string,
): Comparison | null {
  const { faults } = reading;
  const [least, most] = valuesTakenBy(operator);
  const given = faults.list(values, pointer, most);
  if (given === null) return null;
  if (SPANNING.includes(operator)) return spanning(operator, term, given, faults, pointer);
  if (given.length < least) {
    return faults.add(pointer, 'arrayMinSize', `must have ${String(least)} values or more`);
  }
  const read = given.map((one, i) => readOne(one, term, reading, `${pointer}/${String(i)}`));
  if (!read.every((value) => value !== null)) return null;
  return inOrder(operator, read, faults, pointer) ? { term, operator, values: read } : null;
}

function readOne(
  value: unknown,
  term: Term,
  { faults, options }: Reading,
  pointer: string,
): Value | null {
  const [, number] = (typeof value === 'string' && PLACEHOLDER.exec(value)) || [];
  if (number !== undefined) return placeholder(Number(number), options, faults, pointer);
  const read = readValue(value, term);
  return 'must' in read ? faults.add(pointer, 'type', `must ${read.must}`) : read;
}

function placeholder(
  parameter: number,
  { parameters }: ComparisonOptions,
  faults: Faults,
  pointer: string,
): Value | null {
  if (!parameters) {
    return faults.add(pointer, 'parameter', 'can be a parameter only in a segment');
  }
  if (parameter >= 1 && parameter <= MOST_PARAMETERS) return { parameter };
  const most = String(MOST_PARAMETERS);
  return faults.add(pointer, 'parameter', `must be one of the parameters $1 to $${most}`);
}

/** Between two values of one type, the first must not be the larger. */
function inOrder(
  operator: Operator,
  [from, to]: readonly Value[],
  faults: Faults,
  pointer: string,
): boolean {
  if (operator !== 'between' || !from || !to) return true;
  if (!isAfter(from, to)) return true;
  faults.add(pointer, 'order', 'must begin with the smaller one');
  return false;
}

/** Whether both are of one type, and the first is larger. */
export function isAfter(from: Value, to: Value): boolean {
  if ('parameter' in from || 'parameter' in to || from.type !== to.type) return false;
  if (from.type === 'numeric') return Number(from.text) > Number(to.text);
  return Date.parse(from.text) > Date.parse(to.text);
}

/** `[30, "day"]`; an anniversary is looked for in so many days. */
function spanning(
  operator: Operator,
  term: Term,
  [count, unit]: readonly unknown[],
  faults: Faults,
  pointer: string,
): Comparison | null {
  const isAnniversary = operator === 'anniversary-in';
  const span = isAnniversary
    ? readSpan([count, unit ?? 'day'], ['day'], faults, pointer, MOST_DAYS)
    : readSpan([count, unit], unitsOf(term), faults, pointer, MOST_UNITS);
  return span && { term, operator, values: [], span };
}

/** A day has no hours. */
const unitsOf = (term: Term): readonly Span['unit'][] =>
  familyOf(term) === 'date' ? UNITS.filter((unit) => unit !== 'hour') : UNITS;

function readSpan(
  [count, unit]: readonly unknown[],
  units: readonly Span['unit'][],
  faults: Faults,
  pointer: string,
  most: number,
): Span | null {
  const read = {
    count: faults.whole(count, most === MOST_DAYS ? 0 : 1, most, `${pointer}/0`),
    unit: faults.oneOf(unit, units, `${pointer}/1`),
  };
  return read.count === null || read.unit === null ? null : (read as Span);
}
