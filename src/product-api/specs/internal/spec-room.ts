import { ProblemError } from '../../../kernel/errors/problem-error.js';

export const MOST_ATTRIBUTES = 200;
export const MOST_EVENTS = 200;
export const MOST_PARAMETERS = 50;

/** The result of a statement that makes a spec where there is room and no other of the name. */
export interface Outcome {
  readonly hadRoom: boolean;
  readonly made: boolean;
}

/** @throws ProblemError 409: the transaction then takes back the place that the statement took */
export function requireMade(outcome: Outcome | undefined, most: number): void {
  if (!outcome?.hadRoom) {
    throw new ProblemError('conflict', `There are ${String(most)} already, which is the most.`);
  }
  if (!outcome.made) throw new ProblemError('conflict', 'There is one of this name already.');
}
