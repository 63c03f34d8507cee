import type { FieldProblem } from '../../../kernel/errors/problem-error.js';
import { invalid } from '../../access/request.pipe.js';
import { COUNTRIES } from '../../specs/values/countries.js';

interface Settings {
  readonly defaultCountry?: string;
  readonly locale?: string;
  readonly timezone?: string;
}

/** @throws ProblemError 400 for a country, language or time zone that does not exist */
export function checkSettings({ defaultCountry, locale, timezone }: Settings): void {
  const faults: FieldProblem[] = [
    ...(defaultCountry === undefined || COUNTRIES.has(defaultCountry)
      ? []
      : [{ pointer: '/defaultCountry', code: 'country', message: 'is no country' }]),
    ...(locale === undefined || exists(() => Intl.getCanonicalLocales(locale))
      ? []
      : [{ pointer: '/locale', code: 'locale', message: 'is no language' }]),
    ...(timezone === undefined ||
    exists(() => new Intl.DateTimeFormat('en', { timeZone: timezone }))
      ? []
      : [{ pointer: '/timezone', code: 'timezone', message: 'is no time zone' }]),
  ];
  if (faults.length > 0) throw invalid(faults);
}

function exists(look: () => unknown): boolean {
  try {
    look();
    return true;
  } catch {
    return false;
  }
}
