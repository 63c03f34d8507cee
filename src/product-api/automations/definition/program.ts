import { secondsOf } from './duration.js';
import type { AttributeValue, Branch, SmsStep, Step } from './definition.js';

/** One step, or a jump over steps of another branch. */
export type Instruction =
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'wait_until'; readonly at: string }
  | ({ readonly do: 'send'; readonly message: number } & SmsStep)
  /** Who does not match the rule continues at `otherwise`. */
  | { readonly do: 'branch'; readonly rule: object; readonly otherwise: number }
  | { readonly do: 'set'; readonly key: string; readonly value: AttributeValue }
  /** `step`: its JSON Pointer in the definition. */
  | { readonly do: 'tell'; readonly endpointId: string; readonly step: string }
  | { readonly do: 'exit' }
  | { readonly do: 'jump'; readonly to: number };

/** What is executed: the tree of steps as a list. A position only ever rises, so that each instruction runs once. */
export type Program = readonly Instruction[];

export function compile(steps: readonly Step[]): Program {
  const program: Instruction[] = [];
  emit(program, steps, '/steps', { count: 0 });
  return program;
}

/** The position where somebody who has come to `position` continues: jumps take no time. */
export function settle(program: Program, position: number): number {
  const at = program[position];
  return at?.do === 'jump' ? settle(program, at.to) : position;
}

/** Messages are numbered in the order in which they are written down. `pointer`: of the list of steps. */
function emit(
  program: Instruction[],
  steps: readonly Step[],
  pointer: string,
  messages: { count: number },
): void {
  for (const [at, step] of steps.entries()) {
    const here = `${pointer}/${String(at)}`;
    if ('branch' in step) emitBranch(program, step.branch, `${here}/branch`, messages);
    else if ('send_sms' in step) {
      program.push({ do: 'send', message: messages.count++, ...step.send_sms });
    } else if ('webhook' in step) program.push({ do: 'tell', step: here, ...step.webhook });
    else program.push(instructionOf(step));
  }
}

function emitBranch(
  program: Instruction[],
  { rule, yes, no }: Branch,
  pointer: string,
  messages: { count: number },
): void {
  const at = program.length;
  program.push({ do: 'exit' });
  emit(program, yes, `${pointer}/yes`, messages);
  const end = program.length;
  program.push({ do: 'exit' });
  program[at] = { do: 'branch', rule, otherwise: program.length };
  emit(program, no, `${pointer}/no`, messages);
  program[end] = { do: 'jump', to: program.length };
}

type SimpleStep = Exclude<Step, { branch: unknown } | { send_sms: unknown } | { webhook: unknown }>;

function instructionOf(step: SimpleStep): Instruction {
  if ('update_attribute' in step) return { do: 'set', ...step.update_attribute };
  if ('exit' in step) return { do: 'exit' };
  const { wait } = step;
  return 'until' in wait
    ? { do: 'wait_until', at: wait.until }
    : { do: 'wait', seconds: secondsOf(wait.duration) ?? 0 };
}
