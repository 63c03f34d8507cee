import { isPlain, plainPunctuation } from './confusables.js';

/** Characters. */
export const LONGEST_NAME = 60;

/**
 * Characters that hide, reorder or break text: controls, format and bidirectional marks, private-use characters and
 * lone surrogates, line separators, and invisible letters.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * Where such characters are allowed (RFC 5892 appendix A.1 and A.2, UTS 51): a joiner after a virama, ZWNJ between
 * Arabic letters as in Persian, ZWJ between two emoji, the emoji variation selector, and the tags of the flags of
 * England, Scotland and Wales.
 */
const KEYCAP = /(?<=[0-9#*])\uFE0F?\u20E3/gu;
const WRITING = [
  /(?<=[\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA\u1039])[\u200C\u200D](?=\p{L})/gu,
  /(?<=(?=\p{L})\p{Script=Arabic}\p{M}*)\u200C(?=(?=\p{L})\p{Script=Arabic})/gu,
  /(?<=\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?)\u200D(?=\p{Extended_Pictographic})/gu,
  /(?<=\p{Extended_Pictographic})\uFE0F/gu,
  KEYCAP,
  /(?<=\u{1F3F4})\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}/gu,
] as const;

/**
 * Marks as no script uses them (UTS 39 §5.4), after decomposition: more than four above or below one letter, one twice,
 * one without a letter, and enclosing ones.
 */
const PILED = [
  /[\p{Mn}\p{Me}]{5}|\p{M}{9}/u,
  /(\p{Mn})\1/u,
  /(?:^|[\s\p{P}])\p{M}/u,
  /\p{Me}/u,
] as const;

/** Signs by which pages say that something was checked or is secure, as our pages do beside the name. */
const CLAIMS = /[√⍻☑⛨✅✓✔🔏🔐🔒🗸🗹🛡𐄂🮱]/u;

const WEB_ADDRESS = /:\/\/|\b(?:https?|ftp|mailto):(?=\S)|\bwww\d*\./iu;

/** What is wrong with a name, or null. */
function faultOf(name: string): string | null {
  const fault = isPlain(name) ? null : faultOfCharacters(name);
  if (fault !== null) return fault;
  if (WEB_ADDRESS.test(plainPunctuation(name))) return 'has a web address in it';
  const { length } = [...name];
  return length >= 1 && length <= LONGEST_NAME
    ? null
    : `must have 1 to ${String(LONGEST_NAME)} characters`;
}

function faultOfCharacters(name: string): string | null {
  if (HIDDEN.test(WRITING.reduce((rest, allowed) => rest.replaceAll(allowed, ''), name))) {
    return 'has control, invisible or direction-changing characters';
  }
  const decomposed = name.replaceAll(KEYCAP, '').normalize('NFD');
  if (PILED.some((pattern) => pattern.test(decomposed))) {
    return 'has more marks on a letter than any writing has';
  }
  return CLAIMS.test(name) ? 'has a sign that says it was checked, which is ours to say' : null;
}

/** The normalised name of an app, or why it is refused. */
export function legibleName(given: string): { readonly name: string } | { readonly fault: string } {
  // Repeated spaces could push the rest of the name out of view.
  const name = given
    .normalize('NFKC')
    .replaceAll(/\p{Zs}+/gu, ' ')
    .replaceAll(/^ | $/g, '');
  const fault = faultOf(name);
  return fault === null ? { name } : { fault };
}
