import { charactersOutsideGsm } from './sms-text.js';

/** What decomposition does not give, or gives wrongly: `´` would become a space. */
const REPLACEMENTS = new Map(
  Object.entries({
    ...{ '‘': "'", '’': "'", '‚': "'", '‛': "'", '′': "'", '`': "'", '´': "'", '‹': '<', '›': '>' },
    ...{ '“': '"', '”': '"', '„': '"', '‟': '"', '″': '"', '«': '"', '»': '"' },
    ...{ '‐': '-', '‑': '-', '‒': '-', '–': '-', '—': '-', '―': '-', '−': '-', '•': '-' },
    ...{ '·': '.', '…': '...', '⁄': '/', '×': 'x', '©': '(c)', '®': '(R)' },
    ...{
      ł: 'l',
      Ł: 'L',
      đ: 'd',
      Đ: 'D',
      ı: 'i',
      œ: 'oe',
      Œ: 'OE',
      ð: 'd',
      Ð: 'D',
      þ: 'th',
      Þ: 'Th',
    },
    ...{ '\t': ' ', '\u2028': '\n', '\u2029': '\n' },
    // Zero width: nothing is visible of them.
    ...{ '\u00AD': '', '\u200B': '', '\u200C': '', '\u200D': '', '\u2060': '', '\uFEFF': '' },
  }),
);

/**
 * The text in characters of GSM-7, as far as there are any: `dadáó` is `dadao`. Characters that GSM-7 has stay, so `ñ`
 * and `é` do; those that nothing resembles stay, too, and `charactersOutsideGsm` finds them.
 */
export function transliterate(text: string): string {
  const composed = text.normalize('NFC');
  const outside = charactersOutsideGsm(composed);
  if (outside.length === 0) return composed;
  const known = new Map(outside.map((character) => [character, resembling(character)]));
  return [...composed].map((character) => known.get(character) ?? character).join('');
}

/** Of several characters each is looked up again: `½` is decomposed into `1⁄2`. */
function resembling(character: string): string {
  const replacement = REPLACEMENTS.get(character);
  if (replacement !== undefined) return replacement;
  const bare = character.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  const result = [...bare].map((part) => REPLACEMENTS.get(part) ?? part).join('');
  return charactersOutsideGsm(result).length === 0 ? result : character;
}
