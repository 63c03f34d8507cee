import type { Step } from './definition.js';

/** A step, and where it is in the definition. */
export interface PlacedStep {
  readonly step: Step;
  /** JSON Pointer. */
  readonly pointer: string;
}

/** Every step of the tree, in the order in which they are written. */
export const walkSteps = (steps: readonly Step[], pointer = '/steps'): readonly PlacedStep[] =>
  steps.flatMap((step, at) => {
    const here = `${pointer}/${String(at)}`;
    if (!('branch' in step)) return [{ step, pointer: here }];
    const { yes, no } = step.branch;
    return [
      { step, pointer: here },
      ...walkSteps(yes, `${here}/branch/yes`),
      ...walkSteps(no, `${here}/branch/no`),
    ];
  });
