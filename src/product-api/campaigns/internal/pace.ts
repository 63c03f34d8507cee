/** Messages of one step at most, so that a step is short and a pause takes effect soon. */
const LARGEST_STEP = 500;

const MINUTE = 60;

/** A limited campaign has about this many steps in a minute. */
const STEPS_PER_MINUTE = 6;

export interface Pace {
  /** Messages of one step. */
  readonly messages: number;
  /** Until the next one. */
  readonly seconds: number;
}

/** The steps of a campaign of at most so many messages in a minute, or as fast as it goes. */
export function paceOf(throttlePerMinute: number | null): Pace {
  if (throttlePerMinute === null) return { messages: LARGEST_STEP, seconds: 0 };
  const messages = Math.min(LARGEST_STEP, Math.ceil(throttlePerMinute / STEPS_PER_MINUTE));
  return { messages, seconds: (messages * MINUTE) / throttlePerMinute };
}
