import { invalid } from '../access/request.pipe.js';

/** Loaded with the first search by number: its tables of all countries are large. */
const loadPhoneNumbers = () => import('libphonenumber-js');

/** Longer than any notation of a number; limits the input of the parser's expressions (E19). */
const MAX_LENGTH = 40;

/**
 * The number in E.164, as it is stored. `600 123 456` is parsed as a number of `country` (ISO 3166-1 alpha-2).
 *
 * @throws ProblemError 400 if it is no phone number
 */
export async function requirePhoneNumber(text: string, country: string): Promise<string> {
  const { isSupportedCountry, parsePhoneNumberFromString } = await loadPhoneNumbers();
  const number =
    text.length <= MAX_LENGTH
      ? parsePhoneNumberFromString(text, {
          ...(isSupportedCountry(country) ? { defaultCountry: country } : {}),
          extract: false,
        })
      : undefined;
  if (number?.isPossible()) return number.number;
  throw invalid([{ pointer: '/phone', code: 'phone', message: 'is not a phone number' }]);
}
