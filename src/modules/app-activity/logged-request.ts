export const REQUEST_SURFACES = ['api', 'mcp', 'token'] as const;
export type RequestSurface = (typeof REQUEST_SURFACES)[number];

/** Rows that the log of an app has at most; the newest replaces the oldest. */
export const MOST_LOGGED = 10_000;

/** Rows of an app in a minute and process; what is beyond is counted in the totals only. */
export const LOGGED_PER_MINUTE = { refusals: 100, successes: 20, unproven: 10 } as const;
