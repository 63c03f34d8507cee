/** How wrong passwords slow down the next attempt. A bucket that fills up and leaks. Seconds. */
export interface AttemptLimit {
  /** So many wrong ones in a row cost nothing. */
  readonly free: number;
  /** One is forgotten every so many seconds. */
  readonly leak: number;
  /** The wait after the last free one; it doubles with each that follows. */
  readonly firstWait: number;
  /** And never grows beyond: whoever knows the password gets in at last (attack D8). */
  readonly longestWait: number;
}

/** For one account, by whomever and from wherever; and for one account in a browser that it knows. */
export const perAccount = (free: number): AttemptLimit => ({
  free,
  leak: 600,
  firstWait: 5,
  longestWait: 300,
});

/** For one network, where many people may sit. */
export const perAddress = (free: number): AttemptLimit => ({
  free: 6 * free,
  leak: 30,
  firstWait: 2,
  longestWait: 120,
});
