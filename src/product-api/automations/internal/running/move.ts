import { settle, type Program } from '../../definition/program.js';
import type { EnrollmentEntity } from '../enrollment.entity.js';

type EndReason = NonNullable<EnrollmentEntity['endReason']>;

/** Where an enrolment is after an instruction. */
export interface Move {
  readonly position: number;
  /** From now until it is due. */
  readonly seconds: number;
  /** Instead of `seconds`: a moment, as PostgreSQL reads it. */
  readonly until: string | null;
  /** It ends. */
  readonly reason: EndReason | null;
  readonly messaged: boolean;
  /** There would have been a message. */
  readonly skipped: boolean;
}

const STAY = { seconds: 0, until: null, reason: null, messaged: false, skipped: false } as const;

/** Goes on at a position, at once unless `more` says when; beyond the last instruction it is complete. */
export function goOn(program: Program, position: number, more: Partial<Move> = {}): Move {
  const at = settle(program, position);
  const isOver = at >= program.length;
  return { ...STAY, ...more, position: at, ...(isOver ? { reason: 'completed' as const } : {}) };
}

/** Is due at the same instruction again, at a moment. */
export const wait = (position: number, until: Date | string): Move => ({
  ...STAY,
  position,
  until: until instanceof Date ? until.toISOString() : until,
});

export const end = (position: number, reason: EndReason): Move => ({ ...STAY, position, reason });
