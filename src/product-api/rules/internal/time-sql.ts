import type { Comparison, Operator, Span, Value, Window } from '../rule.js';
import type { Bindings } from './bindings.js';
import { familyOf } from './families.js';

/** SQL: a comparison of a day or a moment. Days are those of the project's time zone. */
export function timeCondition(value: string, comparison: Comparison, bindings: Bindings): string {
  const { term, operator, values, span } = comparison;
  const isMoment = familyOf(term) === 'moment';
  const day = isMoment ? localDay(value, bindings) : value;
  if (operator === 'anniversary-in') return anniversaryCondition(day, span as Span, bindings);
  if (operator === 'in-last' || operator === 'in-next') {
    return spanCondition(value, isMoment, operator, span as Span, bindings);
  }
  const compare = against(value, day, bindings);
  const [first, second] = values;
  if (operator === 'between') return `${compare('>=', first)} AND ${compare('<=', second)}`;
  return compare(signOf(operator), first);
}

type Compare = (sign: string, to: Value | undefined) => string;

const SIGNS: Readonly<Partial<Record<Operator, string>>> = { on: '=', before: '<', after: '>' };

function signOf(operator: Operator): string {
  const sign = SIGNS[operator];
  if (sign === undefined) throw new Error(`No SQL for ${operator} of times`);
  return sign;
}

const localDay = (moment: string, { zone }: Bindings): string =>
  `((${moment}) AT TIME ZONE ${zone})::date`;

/** A day is compared with the day of a moment, so `after` a day begins with the next one. */
const against =
  (value: string, day: string, bindings: Bindings): Compare =>
  (operator, to) => {
    if (!to) throw new Error('A comparison of times lacks a value.');
    const literal = bindings.literal(to);
    const own = 'type' in to && to.type === 'date' ? day : value;
    return `${own} ${operator} ${literal}`;
  };

/** Both ends are included. */
function spanCondition(
  value: string,
  isMoment: boolean,
  operator: 'in-last' | 'in-next',
  span: Span,
  bindings: Bindings,
): string {
  const sign = operator === 'in-last' ? '-' : '+';
  const end = isMoment ? bindings.momentAt(sign, span) : bindings.dayAt(sign, span);
  const now = isMoment ? bindings.now : bindings.today;
  const [from, to] = operator === 'in-last' ? [end, now] : [now, end];
  return `${value} BETWEEN ${from} AND ${to}`;
}

/**
 * This year's or next year's; 29 February is celebrated on the 28th in other years, as PostgreSQL adds years. `OFFSET 0`
 * keeps the day from being read from its text again for each mention.
 */
function anniversaryCondition(day: string, span: Span, bindings: Bindings): string {
  const { today } = bindings;
  const last = `(${today} + ${bindings.bind(span.count, 'integer')})`;
  const years = `(date_part('year', ${today})::int - date_part('year', given.day)::int)`;
  const anniversary = (more: number): string =>
    `(given.day + make_interval(years => ${years} + ${String(more)}))::date BETWEEN ${today} AND ${last}`;
  const given = `(SELECT ${day} AS day OFFSET 0) AS given`;
  return `EXISTS (SELECT 1 FROM ${given} WHERE ${anniversary(0)} OR ${anniversary(1)})`;
}

/** SQL: a moment is in a window. */
export function windowCondition(moment: string, window: Window, bindings: Bindings): string {
  if ('last' in window) {
    return `${moment} BETWEEN ${bindings.momentAt('-', window.last)} AND ${bindings.now}`;
  }
  const compare = against(moment, localDay(moment, bindings), bindings);
  return [
    ...(window.from ? [compare('>=', window.from)] : []),
    ...(window.to ? [compare('<=', window.to)] : []),
  ].join(' AND ');
}
