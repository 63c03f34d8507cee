import type { Operator, Term } from '../rule.js';

/** Types of values that are compared in the same way. */
export type Family = 'text' | 'code' | 'number' | 'boolean' | 'date' | 'moment';

const FAMILIES: Readonly<Record<Term['dataType'], Family>> = {
  string: 'text',
  text: 'text',
  url: 'text',
  language: 'text',
  enum: 'text',
  phone: 'code',
  email: 'code',
  country: 'code',
  id: 'code',
  integer: 'number',
  decimal: 'number',
  boolean: 'boolean',
  date: 'date',
  datetime: 'moment',
};

export const familyOf = ({ dataType }: Pick<Term, 'dataType'>): Family => FAMILIES[dataType];

/** Of every type. */
const ANY = ['exists', 'not-exists'] as const;
const TIMES = [
  ...(['on', 'before', 'after', 'between'] as const),
  ...(['in-last', 'in-next', 'anniversary-in'] as const),
];

const OF_ONE: Readonly<Record<Family, readonly Operator[]>> = {
  text: ['eq', 'neq', 'in', 'not-in', 'matches-string', 'starts-with', 'contains'],
  code: ['eq', 'in'],
  number: ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'between'],
  boolean: ['is-true', 'is-false'],
  date: TIMES,
  moment: TIMES,
};

const OF_MANY: readonly Operator[] = ['has-any', 'has-all', 'has-none'];

export const operatorsOf = (term: Term): readonly Operator[] => [
  ...ANY,
  ...(term.multivalue ? OF_MANY : OF_ONE[familyOf(term)]),
];

const MOST_VALUES = 100;

/** How many values an operator takes, at least and at most. */
export function valuesTakenBy(operator: Operator): readonly [number, number] {
  if (NONE.includes(operator)) return [0, 0];
  if (MANY.includes(operator)) return [1, MOST_VALUES];
  if (SPANNING.includes(operator)) return [1, 2];
  return operator === 'between' ? [2, 2] : [1, 1];
}

const NONE: readonly Operator[] = [...ANY, 'is-true', 'is-false'];
const MANY: readonly Operator[] = [
  ...(['in', 'not-in', 'matches-string', 'starts-with', 'contains'] as const),
  ...OF_MANY,
];

/** Those whose values are a number and a unit of time. */
export const SPANNING: readonly Operator[] = ['in-last', 'in-next', 'anniversary-in'];
