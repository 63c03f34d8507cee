import type { AppVerification } from '../verification/app-verification.js';

/** How long a person grants access to an app. */
export interface AccessDuration {
  readonly key: string;
  readonly hours: number;
}

const DAY = 24;
/** All durations, shortest first: those for an organisation's own apps. */
export const ALL_DURATIONS: readonly AccessDuration[] = [
  { key: '24h', hours: DAY },
  { key: '7d', hours: 7 * DAY },
  { key: '30d', hours: 30 * DAY },
  { key: '90d', hours: 90 * DAY },
  { key: '365d', hours: 365 * DAY },
];

/** Maximum days of a grant: unreviewed apps must ask again every month. */
const LONGEST_DAYS = { self_registered: 30, development: 30, verified: 365, listed: 365 } as const;

/** The choices for an app of this tier, shortest first. The last one is the default. */
export function durationsFor({ tier }: AppVerification): readonly AccessDuration[] {
  return ALL_DURATIONS.filter(({ hours }) => hours <= LONGEST_DAYS[tier] * DAY);
}
