import type { DataType } from '../specs/data-types.js';
import { invalid } from '../access/request.pipe.js';
import { Faults } from './internal/faults.js';
import { readValue } from './internal/read-value.js';
import { mapComparisons, comparisonsOf } from './internal/walk-rule.js';
import type { Literal, Rule, Term, Value } from './rule.js';

/** A parameter of a rule: `$1` is the first. */
export interface RuleParameter {
  readonly dataType: DataType | 'id';
}

/**
 * The parameters of a rule, in their order.
 * @throws ProblemError 400 if one is skipped or has two types
 */
export function parametersOf(rule: Rule, pointer: string): readonly RuleParameter[] {
  return termsOf(rule, pointer).map(({ dataType }) => ({ dataType }));
}

/**
 * The rule with values in place of its parameters.
 * @param texts as many as it has parameters
 * @param pointer of the texts in the request
 * @throws ProblemError 400 for another number of them, or for one of another type
 */
export function fillParameters(rule: Rule, texts: readonly string[], pointer: string): Rule {
  const terms = termsOf(rule, pointer);
  if (terms.length !== texts.length) {
    const message = `must have ${String(terms.length)} values, separated by |`;
    throw invalid([{ pointer, code: 'arity', message }]);
  }
  const faults = new Faults();
  const values = terms.map((term, i): Literal | null => {
    const read = readValue(texts[i], term);
    const name = `$${String(i + 1)}`;
    return 'must' in read ? faults.add(pointer, 'type', `${name} must ${read.must}`) : read;
  });
  faults.check();
  return mapComparisons(rule, (comparison) => ({
    ...comparison,
    values: comparison.values.map((value) =>
      'parameter' in value ? (values[value.parameter - 1] as Value) : value,
    ),
  }));
}

/** What each parameter is compared with. */
function termsOf(rule: Rule, pointer: string): readonly Term[] {
  const terms: Term[] = [];
  for (const { term, values } of comparisonsOf(rule)) {
    for (const value of values) {
      if ('parameter' in value) note(terms, value.parameter - 1, term, pointer);
    }
  }
  for (let at = 0; at < terms.length; at++) {
    if (!terms[at]) throw parameterFault(pointer, at, 'is skipped');
  }
  return terms;
}

function note(terms: Term[], at: number, term: Term, pointer: string): void {
  const known = terms[at];
  if (known && known.dataType !== term.dataType) {
    throw parameterFault(pointer, at, `has the types ${known.dataType} and ${term.dataType}`);
  }
  terms[at] ??= term;
}

const parameterFault = (pointer: string, at: number, message: string) =>
  invalid([{ pointer, code: 'parameter', message: `$${String(at + 1)} ${message}` }]);
