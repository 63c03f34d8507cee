/** How a text message is encoded, for the whole of it. */
export type SmsEncoding = 'gsm7' | 'ucs2';

/** What a text costs in messages. */
export interface SmsSize {
  readonly encoding: SmsEncoding;
  /** Septets of GSM-7, where some characters take two; UTF-16 units of UCS-2. */
  readonly charsCount: number;
  /** Messages that a carrier bills. 0 for an empty text. */
  readonly parts: number;
}

/** The basic character set of GSM 03.38 (3GPP TS 23.038 §6.2.1). */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Its extension (§6.2.1.1): each takes an escape and a septet. */
const EXTENDED = new Set('\f^{}\\[~]|€');

/** Units of a message that stands alone, and of each part of a longer one, whose header takes the rest. */
const LIMITS = { gsm7: { alone: 160, each: 153 }, ucs2: { alone: 70, each: 67 } } as const;

/** Septets of a character; 0 if GSM-7 does not have it. */
const septetsOf = (character: string): number => {
  if (BASIC.has(character)) return 1;
  return EXTENDED.has(character) ? 2 : 0;
};

/** Characters, each once, that make a text take UCS-2. */
export const charactersOutsideGsm = (text: string): string[] => [
  ...new Set([...text].filter((character) => septetsOf(character) === 0)),
];

/** Encoding, length and parts of a text as it is. */
export function measureSms(text: string): SmsSize {
  const encoding = encodingOf(text);
  const { charsCount, parts } = partition(text, encoding);
  return { encoding, charsCount, parts: parts.length };
}

/** The text of each part. No part ends within an escape sequence or a surrogate pair. */
export const splitSms = (text: string): string[] => partition(text, encodingOf(text)).parts;

const encodingOf = (text: string): SmsEncoding =>
  [...text].every((character) => septetsOf(character) > 0) ? 'gsm7' : 'ucs2';

function partition(text: string, encoding: SmsEncoding): { charsCount: number; parts: string[] } {
  const unitsOf = encoding === 'gsm7' ? septetsOf : (character: string): number => character.length;
  const { alone, each } = LIMITS[encoding];
  const parts: string[] = [];
  let part = '';
  let used = 0;
  let charsCount = 0;
  for (const character of text) {
    const units = unitsOf(character);
    charsCount += units;
    if (used + units > each) {
      parts.push(part);
      [part, used] = ['', 0];
    }
    part += character;
    used += units;
  }
  if (charsCount <= alone) return { charsCount, parts: text === '' ? [] : [text] };
  return { charsCount, parts: [...parts, part] };
}
