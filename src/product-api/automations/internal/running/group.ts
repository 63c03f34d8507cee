import type { EntityManager } from 'typeorm';
import type { AutomationRow } from '../automation.statements.js';
import type { Claimed, Head, Running } from './due.statements.js';
import type { Move } from './move.js';

/** Enrolments at one instruction, and what they run. */
export interface Group {
  readonly tx: EntityManager;
  readonly head: Head;
  readonly running: Running;
  readonly rows: readonly Claimed[];
}

/** Why an automation cannot go on for anybody. */
export type PauseReason = Exclude<NonNullable<AutomationRow['pausedReason']>, 'requested'>;

export interface Executed {
  /** By enrolment. Who is absent stays due. */
  readonly moved: ReadonlyMap<string, Move>;
  readonly pause: PauseReason | null;
}
