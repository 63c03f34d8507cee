import type { VNode } from 'preact';

/**
 * A name that a user chose: of an app, a project, an organisation or a person, or an address. It is isolated, so that
 * its direction does not reorder the text around it (UAX 9 §2.7). Every name on a page is in one.
 */
export const Name = ({ children }: { children: string }): VNode => <bdi>{children}</bdi>;

/** Text of this server with names in it. */
export type Phrase = readonly (string | VNode<{ children: string }>)[];

/** phrase`Connect ${app}`: each value is a name, or a phrase itself. */
export const phrase = (
  words: TemplateStringsArray,
  ...names: readonly (string | Phrase)[]
): Phrase => words.flatMap((word, index) => [word, ...partsOf(names[index])]);

/** Several names, separated by commas. */
export const listed = (names: readonly string[]): Phrase =>
  names.flatMap((name, index) => [index === 0 ? '' : ', ', <Name>{name}</Name>]);

const partsOf = (name: string | Phrase | undefined): Phrase => {
  if (name === undefined) return [];
  return typeof name === 'string' ? listed([name]) : name;
};

/** Blocks of right-to-left scripts. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** For text without markup, as in titles and mails: isolates names that need it by control characters. */
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

/** The same as `phrase`, for mails. */
export const plainly = (
  words: TemplateStringsArray,
  ...names: readonly (string | Phrase)[]
): string => plain(phrase(words, ...names));

/** Distinguishes buttons of the same label for screen readers. Not drawn, so it needs no isolation. */
export const OfWhat = ({ children }: { children: Phrase }): VNode => (
  <span class="out-of-sight"> {plain(children)}</span>
);
