import type { AppVerification } from '../verification/app-verification.js';
import { policyOf } from '../verification/tier-policy.js';

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

/** The longest that a grant may last, in hours, for an app in a project. */
export const longestLife = (
  { tier }: Pick<AppVerification, 'tier'>,
  ownOrganisation: boolean,
): number => policyOf(tier, ownOrganisation).grantDays * DAY;

/**
 * The choices for an app that can be chosen in projects with these longest lives, shortest first; the last one is the
 * default. Without projects, as outside of the app's organisation.
 */
export function durationsFor(
  app: Pick<AppVerification, 'tier'>,
  lives: readonly number[],
): readonly AccessDuration[] {
  const longest = Math.max(longestLife(app, false), ...lives);
  return ALL_DURATIONS.filter(({ hours }) => hours <= longest);
}
