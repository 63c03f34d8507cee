/** The dates that an attribute has if its day is `day`: as a date, and as months and days of any year. */
export interface TargetDays {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** `MM-DD`; two on 28 February of a common year, for those born on the 29th. */
  readonly monthDays: readonly string[];
}

const DAY_MS = 86_400_000;

/** `offsetDays` after the date comes `day`. */
export function targetDays(day: string, offsetDays: number): TargetDays {
  const target = new Date(Date.parse(`${day}T00:00:00Z`) - offsetDays * DAY_MS);
  const date = target.toISOString().slice(0, 10);
  const monthDay = date.slice(5);
  const isLast = monthDay === '02-28' && new Date(target.getTime() + DAY_MS).getUTCMonth() === 2;
  return { date, monthDays: isLast ? [monthDay, '02-29'] : [monthDay] };
}
