/** Local hours in which no marketing is delivered: from `from` to midnight, and from there to `to`. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/** Countries whose zones are not the capital's alone: all that count, since a number does not say in which it is. */
const ZONES: Readonly<Record<string, readonly string[]>> = {
  ...{ ES: ['Europe/Madrid'], PT: ['Europe/Lisbon'], FR: ['Europe/Paris'], DE: ['Europe/Berlin'] },
  ...{
    IT: ['Europe/Rome'],
    GB: ['Europe/London'],
    IE: ['Europe/Dublin'],
    NL: ['Europe/Amsterdam'],
  },
  ...{ BE: ['Europe/Brussels'], LU: ['Europe/Luxembourg'], CH: ['Europe/Zurich'] },
  ...{ AT: ['Europe/Vienna'], SE: ['Europe/Stockholm'], NO: ['Europe/Oslo'] },
  ...{ DK: ['Europe/Copenhagen'], FI: ['Europe/Helsinki'], PL: ['Europe/Warsaw'] },
  ...{ CZ: ['Europe/Prague'], GR: ['Europe/Athens'], RO: ['Europe/Bucharest'] },
  ...{ AD: ['Europe/Andorra'], MA: ['Africa/Casablanca'], TR: ['Europe/Istanbul'] },
  ...{ US: ['America/New_York', 'America/Los_Angeles'] },
  ...{ CA: ['America/Halifax', 'America/Vancouver'] },
  ...{ MX: ['America/Cancun', 'America/Tijuana'], BR: ['America/Sao_Paulo', 'America/Manaus'] },
  ...{ AR: ['America/Argentina/Buenos_Aires'], CL: ['America/Santiago'] },
  ...{ CO: ['America/Bogota'], PE: ['America/Lima'], EC: ['America/Guayaquil'] },
  ...{ UY: ['America/Montevideo'], PY: ['America/Asuncion'], VE: ['America/Caracas'] },
  ...{ AU: ['Australia/Sydney', 'Australia/Perth'], NZ: ['Pacific/Auckland'] },
};

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
  (ZONES[country] ?? OTHER_ZONES).some((zone) => {
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
