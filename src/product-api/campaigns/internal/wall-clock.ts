import type { QuietHours } from './campaign-parts.js';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  formats.set(zone, made);
  return made;
}

/** Minutes since midnight on a clock of the zone. */
const minuteAt = (zone: string, at: Date): number => minuteOf(formatOf(zone).format(at));

/** Of `HH:MM`. */
function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

const minutesFrom = (from: number, to: number): number => (to - from + DAY_MINUTES) % DAY_MINUTES;

/** When the quiet hours of a zone end; null if it is none now. Where clocks change meanwhile, it is asked again then. */
export function quietUntil(now: Date, zone: string, { start, end }: QuietHours): Date | null {
  const minute = minuteAt(zone, now);
  const length = minutesFrom(minuteOf(start), minuteOf(end));
  if (minutesFrom(minuteOf(start), minute) >= length) return null;
  const left = minutesFrom(minute, minuteOf(end));
  return new Date((Math.floor(now.getTime() / MINUTE_MS) + left) * MINUTE_MS);
}

/** The first moment from `at` on when a clock of the zone shows what a clock of `ofZone` shows at `at`. */
export function sameTimeIn(zone: string, at: Date, ofZone: string): Date {
  const wait = minutesFrom(minuteAt(zone, at), minuteAt(ofZone, at));
  return new Date(at.getTime() + wait * MINUTE_MS);
}
