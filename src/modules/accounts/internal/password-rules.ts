import { readableEmail } from '../../../platform/mail/email-address.js';
import { COMMON_PASSWORDS } from './common-passwords.js';

/** Why a password cannot be taken as a new one. */
export type PasswordFault = 'too_short' | 'too_long' | 'unusable' | 'personal' | 'common';

const SHORTEST = 8;
const LONGEST = 128;
/** What any password, old ones too, may cost us to look at (attack D7). */
export const LONGEST_BYTES = 256;

/**
 * One form of what was typed: another keyboard may write the same letter in other code points (NIST SP 800-63B §3.1.1.2).
 */
export const normalisePassword = (typed: string): string => typed.normalize('NFKC');

/**
 * Length counts, and not being the first guess; no mixture of kinds is asked for, and nothing expires
 * (NIST SP 800-63B §3.1.1.2). `about`: the person's address and name, which are known to everybody.
 */
export function passwordFault(typed: string, about: readonly string[]): PasswordFault | null {
  // Before anything that takes longer for longer ones.
  if (Buffer.byteLength(typed) > LONGEST_BYTES) return 'too_long';
  const password = normalisePassword(typed);
  const length = [...password].length;
  if (length < SHORTEST) return 'too_short';
  if (length > LONGEST || Buffer.byteLength(password) > LONGEST_BYTES) return 'too_long';
  if (/\p{Cc}/u.test(password)) return 'unusable';
  const plain = password.toLowerCase();
  if (about.flatMap(namesIn).includes(withoutTail(plain))) return 'personal';
  return isCommon(plain) ? 'common' : null;
}

/** An address whole and by its parts, and a name in one word. */
function namesIn(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase();
  const [local = ''] = plain.split('@');
  return [plain, readableEmail(plain), local, plain.replaceAll(/\s+/g, '')]
    .flatMap((name) => [name, withoutTail(name)])
    .filter(Boolean);
}

/** Everybody adds a year or an exclamation mark. */
const withoutTail = (plain: string): string => plain.replace(/\P{L}+$/u, '');

const isCommon = (plain: string): boolean =>
  [plain, plain.replaceAll(/\s+/g, ''), readable(withoutTail(plain))].some((each) =>
    COMMON_PASSWORDS.has(each),
  ) ||
  isRepetition(plain) ||
  isSequence(plain);

/** `p@ssw0rd` deceives nobody. */
const readable = (plain: string): string =>
  plain.replaceAll(/[@40!13$57]/g, (sign) => LETTERS[sign] ?? sign);

const LETTERS: Readonly<Record<string, string>> = {
  ...{ '@': 'a', '4': 'a', '0': 'o', '!': 'i' },
  ...{ '1': 'i', '3': 'e', $: 's', '5': 's', '7': 't' },
};

/** `aaaaaaaa`, `abcabcabc`: up to four characters over and over. */
const isRepetition = (plain: string): boolean => /^(.{1,4}?)\1+$/su.test(plain);

/** `34567890`, `hgfedcba`: each character beside the one before. */
function isSequence(plain: string): boolean {
  const points = [...plain].map((character) => character.codePointAt(0) ?? 0);
  const steps = new Set(points.slice(1).map((point, index) => point - (points[index] ?? 0)));
  return steps.size === 1 && [1, -1].includes([...steps][0] ?? 0);
}
