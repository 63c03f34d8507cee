import { invalid } from '../access/request.pipe.js';

/** Loaded with the first search by number: its tables of all countries are large. */
const loadPhoneNumbers = () => import('libphonenumber-js');

/** Longer than any notation of a number; limits the input of the parser's expressions (E19). */
const MAX_LENGTH = 40;

/**
 * The number in E.164, as it is stored; null if it is no phone number. `600 123 456` is parsed as a number of `country`
 * (ISO 3166-1 alpha-2).
 */
export async function phoneNumberOf(text: string, country: string): Promise<string | null> {
  if (text.length > MAX_LENGTH) return null;
  const { isSupportedCountry, parsePhoneNumberFromString } = await loadPhoneNumbers();
  const number = parsePhoneNumberFromString(text, {
    ...(isSupportedCountry(country) ? { defaultCountry: country } : {}),
    extract: false,
  });
  return number?.isPossible() ? number.number : null;
}

/** @throws ProblemError 400 if it is no phone number */
export async function requirePhoneNumber(text: string, country: string): Promise<string> {
  const number = await phoneNumberOf(text, country);
  if (number !== null) return number;
  throw invalid([{ pointer: '/phone', code: 'phone', message: 'is not a phone number' }]);
}
