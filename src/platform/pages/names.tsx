import type { VNode } from 'preact';

/**
 * A name, as somebody chose it: of an app, a project, an organisation or a person, or an address. Whatever direction its
 * letters run in, it does not reorder the words around it (UAX 9 §2.7). Every name on a page stands in one.
 */
export const Name = ({ children }: { children: string }): VNode => <bdi>{children}</bdi>;

/** Words of ours with names among them. */
export type Phrase = readonly (string | VNode<{ children: string }>)[];

/** phrase`Connect ${app}`: what is put in is a name, or a phrase itself. */
export const phrase = (
  words: TemplateStringsArray,
  ...names: readonly (string | Phrase)[]
): Phrase => words.flatMap((word, index) => [word, ...partsOf(names[index])]);

/** Several names with commas between them. */
export const listed = (names: readonly string[]): Phrase =>
  names.flatMap((name, index) => [index === 0 ? '' : ', ', <Name>{name}</Name>]);

const partsOf = (name: string | Phrase | undefined): Phrase => {
  if (name === undefined) return [];
  return typeof name === 'string' ? listed([name]) : name;
};

/** Scripts that run from right to left, by their blocks. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** Where there is no markup, as in titles and letters: the signs that do the same, around names that need them. */
export const plain = (text: string | Phrase): string =>
  typeof text === 'string'
    ? text
    : text
        .map((part) => (typeof part === 'string' ? part : isolated(part.props.children)))
        .join('');

const isolated = (name: string): string => {
  const bare = name.replaceAll(/[\u202A-\u202E\u2066-\u2069]/g, '');
  return RIGHT_TO_LEFT.test(bare) ? `\u2068${bare}\u2069` : bare;
};

/** The same as `phrase`, for letters. */
export const plainly = (
  words: TemplateStringsArray,
  ...names: readonly (string | Phrase)[]
): string => plain(phrase(words, ...names));

/** Tells buttons of the same words apart for those who only hear them. Nothing of it is drawn, so it needs no markup. */
export const OfWhat = ({ children }: { children: Phrase }): VNode => (
  <span class="out-of-sight"> {plain(children)}</span>
);
