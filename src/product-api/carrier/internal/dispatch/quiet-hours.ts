import { ZONES_OF_COUNTRIES } from '../../../messages/country-zones.js';

/** Local hours in which no marketing is delivered: from `from` to midnight, and from there to `to`. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/** Of any other country. */
const OTHER_ZONES = ['UTC'];

/** Countries in which no marketing is delivered on Sundays either. */
const NO_SUNDAYS = new Set(['FR']);

const STEP_MS = 15 * 60_000;
/** Quiet hours end within two days. */
const MOST_STEPS = 200;

/** When marketing to a country may go on; null if it may now. */
export function quietUntil(country: string, now: Date, hours: QuietHours | null): Date | null {
  if (hours === null || !isQuiet(country, now, hours)) return null;
  const first = Math.floor(now.getTime() / STEP_MS) * STEP_MS;
  for (let step = 1; step <= MOST_STEPS; step++) {
    const at = new Date(first + step * STEP_MS);
    if (!isQuiet(country, at, hours)) return at;
  }
  return new Date(first + MOST_STEPS * STEP_MS);
}

const isQuiet = (country: string, at: Date, { from, to }: QuietHours): boolean =>
  (ZONES_OF_COUNTRIES[country] ?? OTHER_ZONES).some((zone) => {
    const { hour, weekday } = localTime(zone, at);
    return hour >= from || hour < to || (weekday === 'Sun' && NO_SUNDAYS.has(country));
  });

const formats = new Map<string, Intl.DateTimeFormat>();

function localTime(zone: string, at: Date): { readonly hour: number; readonly weekday: string } {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, hour: 'numeric', hourCycle: 'h23', weekday: 'short' },
    });
  formats.set(zone, format);
  const parts = format.formatToParts(at);
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return { hour: Number(of('hour')), weekday: of('weekday') };
}
