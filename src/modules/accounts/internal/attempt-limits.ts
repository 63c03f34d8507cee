/** How wrong passwords slow down the next attempt. A bucket that fills up and leaks. Seconds. */
export interface AttemptLimit {
  /** So many wrong ones in a row cost nothing. */
  readonly free: number;
  /** One is forgotten every so many seconds. */
  readonly leak: number;
  /** The wait after the last free one; it doubles with each that follows. */
  readonly firstWait: number;
  /** And never grows beyond. */
  readonly longestWait: number;
}

/** What wrong passwords are counted for, and how each of it slows down (attack D8). */
export interface AttemptLimits {
  /** One account, by strangers from wherever. */
  readonly account: AttemptLimit;
  /** One account in a browser that it knows, or in a session. */
  readonly place: AttemptLimit;
  /** One account from one network: whoever must wait here cannot take the account's next attempt from others. */
  readonly visitor: AttemptLimit;
  /** One network, where many people may sit. */
  readonly address: AttemptLimit;
  /**
   * Attempts at one account that are kept for newcomers while it has to wait because of others: twenty of them
   * (four times the free ones), and then one every three minutes. All networks together get no more.
   */
  readonly spare: AttemptLimit;
  /**
   * What one network may have of them: three, and then one an hour. So less than twenty networks cannot keep them
   * used up, and whoever knows the password gets in at last.
   */
  readonly share: AttemptLimit;
}

export function attemptLimits(free: number): AttemptLimits {
  const account = { free, leak: 600, firstWait: 5, longestWait: 300 };
  return {
    account,
    place: account,
    visitor: account,
    address: { free: 6 * free, leak: 30, firstWait: 2, longestWait: 120 },
    spare: { free: 4 * free, leak: 180, firstWait: 180, longestWait: 180 },
    share: { free: 3, leak: 3600, firstWait: 3600, longestWait: 3600 },
  };
}
