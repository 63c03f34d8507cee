import { Injectable } from '@nestjs/common';
import { ProblemError, type FieldProblem } from '../../../kernel/errors/problem-error.js';
import type { PreparedRule } from '../../rules/prepared-rule.js';
import { Rules } from '../../rules/rules.service.js';
import type { Audience, Definition } from '../definition/definition.js';
import { walkSteps } from '../definition/walk-steps.js';

/** The rules of a definition, as far as they can be read, and what is wrong with the others. */
export interface ReadRules {
  readonly rules: readonly PreparedRule[];
  readonly faults: readonly FieldProblem[];
}

type Read = () => Promise<PreparedRule>;

/** A condition on a parameter of the event that triggers. */
interface Where {
  readonly param?: unknown;
  readonly operator?: unknown;
  readonly values?: unknown;
}

/** Reads the rules within definitions: of the audience, of branches, and of the event that triggers. */
@Injectable()
export class DefinitionRules {
  constructor(private readonly rules: Rules) {}

  async readAll(projectId: string, definition: Definition): Promise<ReadRules> {
    const rules: PreparedRule[] = [];
    const faults: FieldProblem[] = [];
    for (const read of this.readersOf(projectId, definition)) {
      try {
        rules.push(await read());
      } catch (error) {
        faults.push(...faultsIn(error));
      }
    }
    return { rules, faults };
  }

  /** Who may enter. @throws ProblemError if it cannot be read any more */
  audience(projectId: string, audience: Audience): Promise<PreparedRule> {
    return 'rule' in audience
      ? this.rules.read(projectId, audience.rule, '/audience/rule')
      : this.rules.read(projectId, inSegment(audience.segment), '/audience/segment');
  }

  /** Events that trigger, besides their type. @throws ProblemError if it cannot be read any more */
  where(projectId: string, where: readonly object[]): Promise<PreparedRule[]> {
    return Promise.all(where.map((one, at) => this.condition(projectId, one, at)));
  }

  private readersOf(projectId: string, { trigger, audience, steps }: Definition): Read[] {
    return [
      ...(audience ? [() => this.audience(projectId, audience)] : []),
      ...('event' in trigger
        ? (trigger.event.where ?? []).map((one, at) => () => this.condition(projectId, one, at))
        : []),
      ...walkSteps(steps).flatMap(({ step, pointer }) =>
        'branch' in step
          ? [() => this.rules.read(projectId, step.branch.rule, `${pointer}/branch/rule`)]
          : [],
      ),
    ];
  }

  private async condition(projectId: string, one: Where, at: number): Promise<PreparedRule> {
    const { param, ...rest } = one;
    const rule = { root: { ...rest, key: `p.${String(param)}` } };
    const pointer = `/trigger/event/where/${String(at)}`;
    try {
      return await this.rules.readForEvents(projectId, rule, pointer);
    } catch (error) {
      throw new ProblemError('invalid_request', 'A condition on the event is not valid.', {
        errors: faultsIn(error).map((fault) => ({ ...fault, pointer: asGiven(fault.pointer) })),
      });
    }
  }
}

const inSegment = (segment: string): object => ({ root: { segment, in: true } });

/** The caller gave `param`, and no `root`. */
const asGiven = (pointer: string): string =>
  pointer.replace(/\/root\/key$/, '/param').replace('/root', '');

/** @throws whatever says nothing of faults */
function faultsIn(error: unknown): readonly FieldProblem[] {
  const errors = error instanceof ProblemError ? error.options.errors : undefined;
  if (!errors) throw error;
  return errors;
}
