import type { VersionKind } from './version-state.js';

/** Business days, Monday to Friday, within which staff give the first answer. */
export const ANSWER_WITHIN = { first: 5, scopesOnly: 2, appeal: 10 } as const;

/** A change of scopes alone is answered sooner. */
export const businessDaysFor = (kind: VersionKind, changed: readonly string[]): number =>
  kind === 'change' && changed.length > 0 && changed.every((name) => name === 'scope')
    ? ANSWER_WITHIN.scopesOnly
    : ANSWER_WITHIN.first;

const SUNDAY = 0;
const SATURDAY = 6;

/** So many business days from now, as calendar days (UTC). */
export function calendarDays(businessDays: number, from: Date): number {
  const day = new Date(from);
  let days = 0;
  for (let left = businessDays; left > 0; days++) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (![SUNDAY, SATURDAY].includes(day.getUTCDay())) left--;
  }
  return days;
}
