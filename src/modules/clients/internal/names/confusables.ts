import { CONFUSABLES } from './confusables-table.js';

/** Characters by what they can be taken for, as the rows of Unicode's table have it. */
const PROTOTYPES = new Map(CONFUSABLES.trim().split(/\s+/).flatMap(readRow));

function readRow(row: string): [string, string][] {
  const [prototype = '', characters = ''] = row.split(':');
  const text = String.fromCodePoint(...prototype.split('.').map(fromBase36));
  let last = 0;
  return characters.split(',').map((distance) => {
    last += fromBase36(distance);
    return [String.fromCodePoint(last), text];
  });
}

function fromBase36(digits: string): number {
  return Number.parseInt(digits, 36);
}

/**
 * What the table leaves apart and a reader does not: small capitals, letters with a stroke or hook through them,
 * letters of other scripts that stand for a Latin one in a logo, digits and signs that stand for letters, and `i`, which
 * is `l` as a capital. Each Latin letter is followed by its look-alikes; they are looked up after the table.
 */
const LOOK_ALIKES = [
  'a4@ᴀⱥ𝽩ʌλɐ',
  'bƅʙßᵬᶀꞗ',
  'cςƈɕꞓꞔ𝼝',
  'dժȡᴅᵭᶁᶑꝺꟈ∂',
  'e3ꞓᴇᶒⱸꬴǝξ€',
  'fϝᶂꜰꝼ',
  'gɢʛᵹꞡ',
  'hʜⱨꜧ',
  'jʝᴊ',
  'kĸҝқӄҡᶄⱪꝁꝃꝅꞣ',
  'li!ᶖ𝼚ȴɬʟᴌᶅⱡꝉꞎꬷꬸꬹ𝼄𝼑𝼓',
  'mʍᴍϻᶆꬺ',
  'nπȵɴᶇꞑꞥꬻᴎ',
  'oⱺꝍ𝼛',
  'pᴘᵱᶈꝑꝓꝕ',
  'qɋꝗꝙꞯ',
  'rɾʀᶉꝛꞃꞧꭆꭉ𝼖ᴙ',
  's5$ȿᶊꞅꞩꟊ𝼞',
  't7ᴛȶʈⱦꞇ𝼉',
  'uц𝽻ꞹ',
  'vỽⱱⱴꝟ',
  'wⱳ',
  'xχᶍꭖꭗꭘꭙ',
  'zɀʑᶎ',
] as const;

/** Pairs that melt are written as pairs: `m` is `rn` in the table, too. */
const MELTED: Readonly<Record<string, string>> = { m: 'rn', w: 'vv' };

const OWN = new Map<string, string>([
  ...LOOK_ALIKES.flatMap((row) => {
    const [latin = '', ...others] = row;
    return others.map((other): [string, string] => [other, MELTED[latin] ?? latin]);
  }),
  ...Object.entries(MELTED),
]);

/** White letters on black discs and squares, and those that make up flags: each alphabet by its A. */
const BADGES = [0x1f150, 0x1f170, 0x1f1e6] as const;

/**
 * What a reader sees at a glance: two names with the same skeleton can be taken for each other. UTS 39 §4, and beyond
 * it without accents, in small letters, with `LOOK_ALIKES`. The skeleton of two texts together is theirs in a row.
 */
export const skeleton = (text: string): string =>
  [...bare(text)].map((character) => seenAs(character)).join('');

/** By character. Strangers choose the characters, so all are forgotten when there are too many. */
const seen = new Map<string, string>();
const MOST_SEEN = 2_048;

/** Remembered, for a name asks for each of its characters again and again. */
function seenAs(character: string): string {
  const known = seen.get(character);
  if (known !== undefined) return known;
  // Twice, for a capital may be a look-alike only of a small letter that is one itself.
  const sight = [...smallPrototype(smallPrototype(unbadged(character)))]
    .map((letter) => OWN.get(letter) ?? letter)
    .join('');
  const latin = withoutSigns(character, sight);
  if (seen.size >= MOST_SEEN) seen.clear();
  seen.set(character, latin);
  return latin;
}

const MODIFIER = /(?=\p{L})[\p{Script_Extensions=Latin}\p{Script_Extensions=Common}]/u;

/**
 * The table has a hook or a dot at a Latin letter as an apostrophe or a dot beside it. Letters that look like nothing but
 * a sign, such as `ʼ` (U+02BC), are passed over as signs are; those of other scripts that do, such as yod, are not.
 */
function withoutSigns(character: string, sight: string): string {
  if (/[a-z]/.test(sight)) return sight.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  return MODIFIER.test(character) ? sight.replaceAll(/[^\p{L}\p{N}]/gu, '') : sight;
}

const smallPrototype = (text: string): string =>
  bare([...text].map((letter) => PROTOTYPES.get(letter) ?? letter).join('')).toLowerCase();

function unbadged(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const first = BADGES.find((a) => point >= a && point < a + 26);
  return first === undefined ? character : String.fromCodePoint(0x41 + point - first);
}

/** Without marks, and without what does not show. */
const bare = (text: string): string =>
  text.normalize('NFKD').replaceAll(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '');

/** With ASCII's punctuation in place of what looks like it: of `accounts∕google` one sees the slash. */
export const plainPunctuation = (text: string): string =>
  [...text]
    .map((character) => {
      const prototype = PROTOTYPES.get(character) ?? '';
      return /^[!-/:-@[-`{-~]+$/.test(prototype) ? prototype : character;
    })
    .join('');

/** Those that have no letter in them but stand for one, such as `|` and `∪`. */
const isLetter = (character: string): boolean =>
  /[\p{L}\p{M}\p{N}\p{Join_Control}]/u.test(character) || /^\p{L}+$/u.test(seenAs(character));

/** Ends a word, unless a letter follows: `OpenAI!` is no `OpenAIl`, but `C!aude` may be meant to be one word. */
const INSIDE = new Set(['!', '@', '$']);

/** The words of a name as it is written. */
export function wordsOf(name: string): string[] {
  const characters = [...name.normalize('NFKC')];
  const words = [''];
  for (const [index, character] of characters.entries()) {
    if (belongsToWord(character, words.at(-1) ?? '', characters[index + 1])) {
      words[words.length - 1] += character;
    } else if (words.at(-1) !== '') words.push('');
  }
  return words.filter((word) => word !== '');
}

const belongsToWord = (character: string, before: string, after: string | undefined): boolean =>
  INSIDE.has(character)
    ? before !== '' && after !== undefined && (INSIDE.has(after) || isLetter(after))
    : isLetter(character);

/**
 * True if one word has Latin letters and letters of another script that can be taken for Latin ones (UTS 39 §5.1).
 * Letters that cannot, as in `μTorrent`, deceive nobody.
 */
export const hasMixedScripts = (name: string): boolean =>
  wordsOf(name).some(
    (word) => /\p{Script=Latin}/u.test(word) && [...word].some((letter) => isForeignTwin(letter)),
  );

const isForeignTwin = (letter: string): boolean =>
  /[\p{L}\p{N}]/u.test(letter) &&
  !/[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(letter) &&
  /^[a-z]+$/.test(seenAs(letter));
