const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Seconds after each attempt that failed: ten attempts in about a day. */
const DELAYS = [
  ...[30, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE],
  ...[HOUR, 2 * HOUR, 5 * HOUR, 15 * HOUR],
] as const;

/** Each delay is this part longer or shorter, so that a receiver that comes back is not called by all at once. */
const JITTER = 0.2;

/** Seconds that the other deliveries to a receiver that failed wait at most. */
const LONGEST_PAUSE = 5 * MINUTE;

/** @returns seconds until the next attempt after so many; null after the last one. `random`: 0 to 1 */
export function delayAfter(attempts: number, random = Math.random()): number | null {
  const delay = DELAYS[attempts - 1];
  return delay === undefined ? null : Math.round(delay * (1 + JITTER * (2 * random - 1)));
}

/** Seconds for which nothing else is sent to a receiver that failed. */
export const pauseAfter = (delay: number | null): number =>
  Math.min(delay ?? LONGEST_PAUSE, LONGEST_PAUSE);
