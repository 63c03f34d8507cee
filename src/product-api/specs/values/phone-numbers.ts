/** Loaded with the first number: its tables of all countries are large. */
const load = () => import('libphonenumber-js/max');

/** Longer than any notation of a number; limits the input of the parser's expressions (E19). */
const MAX_LENGTH = 40;
const E164 = /^\+[1-9]\d{6,14}$/;

type Library = Awaited<ReturnType<typeof load>>;

/** How numbers are read: those without a country code are of `country` (ISO 3166-1 alpha-2). */
export interface PhoneRules {
  readonly country: string;
  /** Whether a fixed line will do. */
  readonly allowNonMobile: boolean;
}

/** Reads telephone numbers as they are stored. */
export class PhoneNumbers {
  private constructor(private readonly library: Library) {}

  static async load(): Promise<PhoneNumbers> {
    return new PhoneNumbers(await load());
  }

  /** The number in E.164; `not_mobile` for a fixed line, null for what is no number. */
  read(text: string, { country, allowNonMobile }: PhoneRules): string | null {
    const { isSupportedCountry, parsePhoneNumberFromString } = this.library;
    if (text.length > MAX_LENGTH) return null;
    const number = parsePhoneNumberFromString(text, {
      ...(isSupportedCountry(country) ? { defaultCountry: country } : {}),
      extract: false,
    });
    if (!number?.isValid() || !E164.test(number.number)) return null;
    return allowNonMobile || isMobile(number.getType()) ? number.number : NOT_MOBILE;
  }
}

/** The answer for a number that exists and that nobody can text. */
export const NOT_MOBILE = 'not_mobile';

/** Some countries, such as the United States, do not tell the two apart. */
const isMobile = (type: string | undefined): boolean =>
  type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE';
