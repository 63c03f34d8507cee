import { CONFUSABLES } from './confusables-table.js';

/** Characters by their prototypes, as the rows of Unicode's table have it. */
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
 * Confusable characters that Unicode's table does not have: small capitals, letters with strokes or hooks, letters of
 * other scripts used for Latin ones in logos, digits and signs used for letters, and `i`, which is `l` as a capital.
 * Each Latin letter is followed by its look-alikes; they are looked up after the table.
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

/** Pairs of letters that look like one are kept as pairs: `m` is `rn` in the table, too. */
const MELTED: Readonly<Record<string, string>> = { m: 'rn', w: 'vv' };

const OWN = new Map<string, string>([
  ...LOOK_ALIKES.flatMap((row) => {
    const [latin = '', ...others] = row;
    return others.map((other): [string, string] => [other, MELTED[latin] ?? latin]);
  }),
  ...Object.entries(MELTED),
]);

/** Negative circled and squared letters, and regional indicators: each alphabet by its A. */
const BADGES = [0x1f150, 0x1f170, 0x1f1e6] as const;

/** Printable ASCII only: Latin letters without marks, and nothing invisible. */
export const isPlain = (text: string): boolean => /^[ -~]*$/.test(text);

/**
 * Two names with the same skeleton are confusable. UTS 39 §4, and in addition without accents, in lower case, with
 * `LOOK_ALIKES`. The skeleton of a concatenation is the concatenation of skeletons.
 */
export const skeleton = (text: string): string =>
  [...bare(text)].map((character) => seenAs(character)).join('');

/** By character. Callers choose the characters, so the cache is cleared when it is full. */
const seen = new Map<string, string>();
const MOST_SEEN = 2_048;

/** Cached, since a name looks each of its characters up repeatedly. */
function seenAs(character: string): string {
  const known = seen.get(character);
  if (known !== undefined) return known;
  // Twice, since a capital may be confusable only by its lower-case letter.
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
 * The table writes a hook or dot of a Latin letter as an apostrophe or dot beside it. Letters confusable only with a
 * sign, such as `ʼ` (U+02BC), are ignored as signs are; those of other scripts, such as yod, are not.
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

/** Without marks and invisible characters. */
const bare = (text: string): string =>
  isPlain(text)
    ? text
    : text.normalize('NFKD').replaceAll(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '');

/** With ASCII punctuation instead of confusable signs: in `accounts∕google` the sign counts as a slash. */
export const plainPunctuation = (text: string): string =>
  [...text].map((character) => PUNCTUATION.get(character) ?? character).join('');

const PUNCTUATION = new Map(
  [...PROTOTYPES].filter(([, prototype]) => /^[!-/:-@[-`{-~]+$/.test(prototype)),
);

/** Signs used for letters, such as `|` and `∪`. */
const isLetter = (character: string): boolean =>
  /[\p{L}\p{M}\p{N}\p{Join_Control}]/u.test(character) || /^\p{L}+$/u.test(seenAs(character));

/** Ends a word, unless a letter follows: `OpenAI!` is not `OpenAIl`, but `C!aude` may be one word. */
const INSIDE = new Set(['!', '@', '$']);

/** The words of a name as written. */
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
 * True if a word mixes Latin letters with confusable letters of another script (UTS 39 §5.1). Letters that are not
 * confusable, as in `μTorrent`, are allowed.
 */
export const hasMixedScripts = (name: string): boolean =>
  !isPlain(name) &&
  wordsOf(name).some(
    (word) => /\p{Script=Latin}/u.test(word) && [...word].some((letter) => isForeignTwin(letter)),
  );

const isForeignTwin = (letter: string): boolean =>
  /[\p{L}\p{N}]/u.test(letter) &&
  !/[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(letter) &&
  /^[a-z]+$/.test(seenAs(letter));
