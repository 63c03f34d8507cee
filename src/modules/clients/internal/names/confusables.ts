/**
 * Letters of other scripts, digits and signs that a reader takes for Latin ones: the part of Unicode TR39's table
 * that matters for names in Latin letters, after lower-casing. Each Latin letter is followed by its look-alikes.
 */
const LOOK_ALIKES = [
  'aаαа',
  'bЬьвβƅ',
  'cсϲᴄ',
  'dԁժ',
  'eеєεҽ',
  'fϝẝ',
  'gɡց',
  'hһհнη',
  'jјϳ',
  'kкκҝ',
  'lіι1|ӏı!ⅼ∣ǀ',
  'mмϻ',
  'nпոո',
  'oоοօ0ө',
  'pрρ',
  'qԛգ',
  'rгɼ',
  'sѕ5ꜱ',
  'tтτ',
  'uυսцʋ',
  'vνѵ',
  'wԝшա',
  'xхχ',
  'yуγүу',
  'zᴢʐ',
  'æӕ',
] as const;

const LATIN_OF = new Map(
  LOOK_ALIKES.flatMap(([latin, ...others]) => others.map((other) => [other, latin] as const)),
);

/** Letters that stand for each other in most typefaces: `I`, `l` and `i` after lower-casing; pairs that melt. */
const MELTED: readonly [RegExp, string][] = [
  [/i/g, 'l'],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
];

/** What a reader sees at a glance (TR39 §4): two names with the same skeleton can be taken for each other. */
export function skeleton(text: string): string {
  const bare = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const latin = [...bare].map((letter) => LATIN_OF.get(letter) ?? letter).join('');
  return MELTED.reduce((seen, [pattern, one]) => seen.replace(pattern, one), latin);
}

/** The words of a name as it is written, in small letters. */
export const wordsOf = (name: string): string[] =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}|]+(?:!+[\p{L}\p{M}\p{N}|]+)*/gu) ?? [];

/** True if one word has Latin letters and look-alikes of them from Cyrillic, Greek or Armenian (TR39 §5.1). */
export const hasMixedScripts = (name: string): boolean =>
  wordsOf(name).some(
    (word) => /\p{Script=Latin}/u.test(word) && [...word].some((letter) => isForeignTwin(letter)),
  );

const isForeignTwin = (letter: string): boolean =>
  LATIN_OF.has(letter) && /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/u.test(letter);
