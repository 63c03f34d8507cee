import { ProblemError } from '../../kernel/errors/problem-error.js';

import { leavesOf } from './internal/walk-rule.js';
import type { ReferredSegment, Rule } from './rule.js';

/** Leaves of a rule with those of the segments that it refers to. */
const MOST_LEAVES = 200;

/** @throws ProblemError 422 if the segments that it refers to make a rule too large */
export function checkSize(rule: Rule, segments: ReadonlyMap<string, ReferredSegment>): void {
  let leaves = 0;
  const count = (counted: Rule): void => {
    for (const leaf of leavesOf(counted)) {
      leaves += 1;
      if (leaves > MOST_LEAVES) throw tooLarge();
      const segment = leaf.kind === 'segment' ? segments.get(leaf.id) : undefined;
      if (segment?.type === 'dynamic') count(segment.rule);
    }
  };
  count(rule);
}

const tooLarge = (): ProblemError =>
  new ProblemError(
    'invalid_filter',
    `The rule has more than ${String(MOST_LEAVES)} leaves with those of its segments.`,
  );
