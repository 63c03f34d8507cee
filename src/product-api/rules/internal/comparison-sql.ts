import type { Comparison, Operator, Value } from '../rule.js';
import type { Bindings } from './bindings.js';
import { familyOf } from './families.js';
import { timeCondition } from './time-sql.js';
import { literalFor, patternFor, valueOf, valuesOf } from './value-sql.js';

/**
 * SQL: a condition, which may be null where there is no value. In WHERE that is as good as false; below a negation it
 * must be made false before.
 */
export function comparisonSql(comparison: Comparison, bindings: Bindings): string {
  const { term, operator } = comparison;
  if (term.multivalue) return severalSql(comparison, bindings);
  const value = valueOf(term, bindings);
  const family = familyOf(term);
  if (operator === 'exists') return `${value} IS NOT NULL`;
  if (operator === 'not-exists') return `${value} IS NULL`;
  return family === 'date' || family === 'moment'
    ? timeCondition(value, comparison, bindings)
    : singleSql(value, comparison, bindings);
}

/** What lacks a value is neither equal nor in a list, so it satisfies both negations. */
export const negated = (condition: string): string => `(${condition}) IS NOT TRUE`;

type Single = (value: string, comparison: Comparison, bindings: Bindings) => string;

const compare =
  (operator: string): Single =>
  (value, { term, values: [first] }, bindings) =>
    `${value} ${operator} ${literalFor(term, first as Value, bindings)}`;

const isIn: Single = (value, { term, values }, bindings) => {
  const items = values.map((one) => literalFor(term, one, bindings));
  return `${value} = ANY (ARRAY[${items.join(', ')}])`;
};

const isLike =
  (around: (text: string) => string): Single =>
  (value, { values }, bindings) => {
    const patterns = values.map((one) => patternFor(one, around, bindings));
    return `${value} LIKE ANY (ARRAY[${patterns.join(', ')}])`;
  };

const SINGLE: Readonly<Partial<Record<Operator, Single>>> = {
  eq: compare('='),
  neq: (...all) => negated(compare('=')(...all)),
  gt: compare('>'),
  gte: compare('>='),
  lt: compare('<'),
  lte: compare('<='),
  in: isIn,
  'not-in': (...all) => negated(isIn(...all)),
  'matches-string': isIn,
  'starts-with': isLike((text) => `${text}%`),
  contains: isLike((text) => `%${text}%`),
  between: (value, { term, values }, bindings) => {
    const [from, to] = values.map((one) => literalFor(term, one, bindings));
    return `${value} BETWEEN ${from ?? ''} AND ${to ?? ''}`;
  },
  'is-true': (value) => `${value} = true`,
  'is-false': (value) => `${value} = false`,
};

function singleSql(value: string, comparison: Comparison, bindings: Bindings): string {
  const single = SINGLE[comparison.operator];
  if (!single) throw new Error(`No SQL for ${comparison.operator}`);
  return single(value, comparison, bindings);
}

/** Of the array of the contact's values, and that of the rule's. */
const SEVERAL: Readonly<Partial<Record<Operator, (own: string, given: string) => string>>> = {
  exists: (own) => `cardinality(${own}) > 0`,
  'not-exists': (own) => `cardinality(${own}) = 0`,
  'has-any': (own, given) => `${own} && ${given}`,
  'has-all': (own, given) => `${own} @> ${given}`,
  'has-none': (own, given) => `NOT ${own} && ${given}`,
};

function severalSql({ term, operator, values }: Comparison, bindings: Bindings): string {
  const several = SEVERAL[operator];
  if (!several) throw new Error(`No SQL for ${operator} of several values`);
  const given = values.map((one) => literalFor(term, one, bindings));
  return several(valuesOf(term, bindings), `ARRAY[${given.join(', ')}]`);
}
