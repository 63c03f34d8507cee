/** Submissions of one message. */
export const MOST_ATTEMPTS = 5;

const BASE_SECONDS = 2;
const MOST_SECONDS = 300;

/** Seconds before the next attempt: 2, 8, 32, 128 and up to as much more again. `random`: 0 to 1. */
export const retryDelay = (attempt: number, random = Math.random()): number =>
  Math.min(BASE_SECONDS * 4 ** (attempt - 1), MOST_SECONDS) * (1 + random);
