/**
 * Time zones of countries, ISO 3166-1 alpha-2. Where there are several, the first has the most people, and the others are
 * the furthest from it: a number does not say in which one it is.
 */
export const ZONES_OF_COUNTRIES: Readonly<Record<string, readonly string[]>> = {
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
  ...{ CA: ['America/Toronto', 'America/Halifax', 'America/Vancouver'] },
  ...{ MX: ['America/Mexico_City', 'America/Cancun', 'America/Tijuana'] },
  ...{ BR: ['America/Sao_Paulo', 'America/Manaus'] },
  ...{ AR: ['America/Argentina/Buenos_Aires'], CL: ['America/Santiago'] },
  ...{ CO: ['America/Bogota'], PE: ['America/Lima'], EC: ['America/Guayaquil'] },
  ...{ UY: ['America/Montevideo'], PY: ['America/Asuncion'], VE: ['America/Caracas'] },
  ...{ AU: ['Australia/Sydney', 'Australia/Perth'], NZ: ['Pacific/Auckland'] },
};
