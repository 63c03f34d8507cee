const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  formats.set(timeZone, format);
  return format;
}

/** The local time of a moment, as milliseconds as if it were in UTC. */
function toLocal(moment: number, timeZone: string): number {
  const parts = formatOf(timeZone).formatToParts(moment);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  const seconds = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return seconds + (((moment % 1_000) + 1_000) % 1_000);
}

/**
 * The moment of a local time. Of two it is the later one, after the clocks were set back; in a gap, the time is that
 * before the clocks were set forward. PostgreSQL does the same.
 */
function toMoment(local: number, timeZone: string): number {
  const offsetAt = (moment: number): number => toLocal(moment, timeZone) - moment;
  const before = local - offsetAt(local - DAY_MS);
  const after = local - offsetAt(local + DAY_MS);
  return toLocal(after, timeZone) === local ? after : before;
}

export type Unit = 'hour' | 'day' | 'week' | 'month';

/** A local time so many units later, or earlier. The last day of a month is the end of a month that is shorter. */
function addLocal(local: number, count: number, unit: Unit): number {
  if (unit === 'hour') return local + count * 3_600_000;
  if (unit === 'day') return local + count * DAY_MS;
  if (unit === 'week') return local + count * 7 * DAY_MS;
  const date = new Date(local);
  const month = date.getUTCMonth() + count;
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(date.getUTCDate(), lastDay);
  return Date.UTC(date.getUTCFullYear(), month, day) + (((local % DAY_MS) + DAY_MS) % DAY_MS);
}

export function momentAt(now: number, count: number, unit: Unit, timeZone: string): number {
  if (unit === 'hour') return now + count * 3_600_000;
  return toMoment(addLocal(toLocal(now, timeZone), count, unit), timeZone);
}

const dayOf = (local: number): string => new Date(local).toISOString().slice(0, 10);

export const localDay = (moment: number, timeZone: string): string =>
  dayOf(toLocal(moment, timeZone));

export const dayAt = (now: number, count: number, unit: Unit, timeZone: string): string =>
  dayOf(addLocal(toLocal(now, timeZone), count, unit));

/** Whether a day is celebrated from `today` on, within so many days. 29 February is on the 28th in other years. */
export function hasAnniversary(day: string, today: string, days: number): boolean {
  for (let ahead = 0; ahead <= days; ahead++) {
    const date = dayOf(Date.parse(today) + ahead * DAY_MS);
    const year = date.slice(0, 4);
    const isLeap = dayOf(Date.parse(`${year}-03-01`) - DAY_MS).endsWith('02-29');
    const celebrated = day.endsWith('02-29') && !isLeap ? '02-28' : day.slice(5);
    if (date.slice(5) === celebrated) return true;
  }
  return false;
}
