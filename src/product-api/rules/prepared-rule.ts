import type { ScopeSet } from '../../kernel/scope-set.js';
import { compileRule, type CompileContext, type Condition } from './compile-rule.js';
import { leavesOf } from './internal/walk-rule.js';
import { checkSize } from './rule-size.js';
import { checkSight } from './rule-sight.js';
import { fillParameters, parametersOf, type RuleParameter } from './rule-parameters.js';
import type { ReferredSegment, Rule } from './rule.js';

/** A rule, and what its condition depends on. */
export class PreparedRule {
  constructor(
    readonly rule: Rule,
    private readonly context: CompileContext,
  ) {}

  /** UUIDs of the segments that it names. */
  get segments(): readonly string[] {
    const leaves = leavesOf(this.rule);
    return [...new Set(leaves.flatMap((leaf) => (leaf.kind === 'segment' ? [leaf.id] : [])))];
  }

  get parameters(): readonly RuleParameter[] {
    return parametersOf(this.rule, '');
  }

  /**
   * With values in place of the parameters.
   * @throws ProblemError 400 for another number of them, or for one of another type
   */
  with(texts: readonly string[], pointer: string): PreparedRule {
    return new PreparedRule(fillParameters(this.rule, texts, pointer), this.context);
  }

  /** @throws ProblemError 403 unless a caller with these scopes may see what the rule compares */
  checkSight(scopes: ScopeSet): this {
    checkSight(this.rule, scopes);
    return this;
  }

  /** @throws ProblemError 422 if the segments that it refers to make it too large */
  checkSize(): this {
    checkSize(this.rule, this.context.segments ?? new Map<string, ReferredSegment>());
    return this;
  }

  /**
   * `prefix`: of the names of its parameters, where a statement has several conditions.
   * @throws ProblemError 422 if the segments that it refers to make it too large
   */
  condition(prefix?: string): Condition {
    return compileRule(this.rule, { ...this.context, ...(prefix ? { prefix } : {}) });
  }
}
