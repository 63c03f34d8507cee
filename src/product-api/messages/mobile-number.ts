/** Loaded with the first message: the tables of all countries are large. */
const loadMobileNumbers = () => import('libphonenumber-js/mobile');

/** The countries of mobile numbers in E.164, ISO 3166-1 alpha-2; null for what is no mobile number. */
export async function countriesOfMobiles(
  numbers: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const { parsePhoneNumberFromString } = await loadMobileNumbers();
  return new Map(
    numbers.map((text) => {
      const number = parsePhoneNumberFromString(text);
      return [text, number?.isValid() === true ? (number.country ?? null) : null];
    }),
  );
}
