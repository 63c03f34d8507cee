/** Characters of the reason of a decision or an appeal. */
export const REASON = { min: 20, max: 4_000 } as const;

export const isReason = ({ length }: string): boolean =>
  length >= REASON.min && length <= REASON.max;

/** For people: what a reason needs. */
export const REASON_NEEDED = `Write ${String(REASON.min)} to ${String(REASON.max)} characters.`;
