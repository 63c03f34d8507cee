import { readableEmail } from '../../../platform/mail/email-address.js';
import { COMMON_PASSWORDS } from './common-passwords.js';

/** Why a new password is refused. */
export type PasswordFault = 'too_short' | 'too_long' | 'unusable' | 'personal' | 'common';

const SHORTEST = 8;
const LONGEST = 128;
/** The most bytes of a password, old ones included, that are processed at all (attack D7). */
export const LONGEST_BYTES = 256;

/** NFKC: another keyboard may produce the same character as other code points (NIST SP 800-63B §3.1.1.2). */
export const normalisePassword = (typed: string): string => typed.normalize('NFKC');

/**
 * Checks the length and a list of guessable passwords; no composition rules, no expiry (NIST SP 800-63B §3.1.1.2).
 * `about`: the person's address and name, which an attacker may know.
 */
export function passwordFault(typed: string, about: readonly string[]): PasswordFault | null {
  // Before checks whose time grows with the length.
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

/** Removes the digits and signs that people append to a word. */
const withoutTail = (plain: string): string => plain.replace(/\P{L}+$/u, '');

const isCommon = (plain: string): boolean =>
  [plain, plain.replaceAll(/\s+/g, ''), readable(withoutTail(plain))].some((each) =>
    COMMON_PASSWORDS.has(each),
  ) ||
  isRepetition(plain) ||
  isSequence(plain);

/** Undoes common substitutions: `p@ssw0rd`. */
const readable = (plain: string): string =>
  plain.replaceAll(/[@40!13$57]/g, (sign) => LETTERS[sign] ?? sign);

const LETTERS: Readonly<Record<string, string>> = {
  ...{ '@': 'a', '4': 'a', '0': 'o', '!': 'i' },
  ...{ '1': 'i', '3': 'e', $: 's', '5': 's', '7': 't' },
};

/** `aaaaaaaa`, `abcabcabc`: up to four characters over and over. */
const isRepetition = (plain: string): boolean => /^(.{1,4}?)\1+$/su.test(plain);

/** `34567890`, `hgfedcba`: each character adjacent to the one before. */
function isSequence(plain: string): boolean {
  const points = [...plain].map((character) => character.codePointAt(0) ?? 0);
  const steps = new Set(points.slice(1).map((point, index) => point - (points[index] ?? 0)));
  return steps.size === 1 && [1, -1].includes([...steps][0] ?? 0);
}
