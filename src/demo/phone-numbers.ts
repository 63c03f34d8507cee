/**
 * Valid mobile numbers without a subscriber, so that a demo never sends a message to a person.
 *
 * Spain reserves none for fiction. 735 lies in the range that was opened for mobiles in 2011 (71 to 74) and of which
 * operators were given little more than 711, 712, 717, 722, 727, 744 and 747: no operator has a block in 73x (carrier
 * data of libphonenumber 9.0.43, November 2026). Check again before real messages are sent.
 */
const spain = (index: number): string =>
  // 7,919 and a million are coprime: every index has its own number, and consecutive ones differ visibly.
  `+34735${String((index * 7_919 + 104_729) % 1_000_000).padStart(6, '0')}`;

/** North America: 555-0100 to 555-0199 are for fiction in every area code (ATIS-0300115, NANPA). */
const northAmerica =
  (areaCodes: readonly number[]) =>
  (index: number): string => {
    const areaCode = areaCodes[Math.floor(index / 100) % areaCodes.length];
    return `+1${String(areaCode)}55501${String(index % 100).padStart(2, '0')}`;
  };

/** Germany: 0176 04069000 to 04069099 are for film and television (Bundesnetzagentur, "Drama Numbers"). */
const germany = (index: number): string => `+49176040690${String(index % 100).padStart(2, '0')}`;

/** Sweden: 070-174 06 05 to 070-174 06 99 are for fiction (Post- och telestyrelsen, 2020). */
const sweden = (index: number): string => `+467017406${String(5 + (index % 95)).padStart(2, '0')}`;

/** The `index`-th number of a country, as E.164; null for a country without such a range. */
export function demoPhone(country: string, index: number): string | null {
  return NUMBERS[country]?.(index) ?? null;
}

const NUMBERS: Readonly<Record<string, (index: number) => string>> = {
  ES: spain,
  US: northAmerica([202, 206, 212, 305, 312, 415, 512, 617]),
  CA: northAmerica([416, 514, 604]),
  DE: germany,
  SE: sweden,
};
