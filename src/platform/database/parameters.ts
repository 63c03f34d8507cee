/** Characters of a parameter's name. */
type Letter =
  | ('a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g' | 'h' | 'i' | 'j' | 'k' | 'l' | 'm')
  | ('n' | 'o' | 'p' | 'q' | 'r' | 's' | 't' | 'u' | 'v' | 'w' | 'x' | 'y' | 'z')
  | ('A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'K' | 'L' | 'M')
  | ('N' | 'O' | 'P' | 'Q' | 'R' | 'S' | 'T' | 'U' | 'V' | 'W' | 'X' | 'Y' | 'Z')
  | ('_' | '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9');

type FirstWord<
  Text extends string,
  Word extends string = '',
> = Text extends `${infer First}${infer Rest}`
  ? First extends Letter
    ? FirstWord<Rest, `${Word}${First}`>
    : Word
  : Word;

/** Names of the parameters in a text: `:grantId`, and not the cast `::uuid`. `string` if the text is not known to the compiler. */
export type ParameterNames<Text extends string, Found extends string = never> = string extends Text
  ? string
  : Text extends `${string}:${infer Rest}`
    ? Rest extends `:${infer AfterCast}`
      ? ParameterNames<AfterCast, Found>
      : ParameterNames<Rest, Found | FirstWord<Rest>>
    : Found;

/** A value for each name: null for NULL, for what is undefined was forgotten. */
export type ParameterValues<Names extends string> = {
  readonly [Name in Names]: NonNullable<unknown> | null;
};

export interface CompiledText {
  /** With `$1`, `$2`, … */
  readonly text: string;
  /** Names in the order of their numbers. */
  readonly parameters: readonly string[];
}

const PARAMETER = /(?<![:\w]):([A-Za-z]\w*)/g;

/** The text with something else for each occurrence of a parameter. */
export const replaceParameters = (named: string, by: (name: string) => string): string =>
  named.replace(PARAMETER, (_match, name: string) => by(name));

/** Numbers the names. Every occurrence of a name has the same number. */
export function compileParameters(named: string): CompiledText {
  const parameters: string[] = [];
  const text = replaceParameters(named, (name) => {
    if (!parameters.includes(name)) parameters.push(name);
    return `$${String(parameters.indexOf(name) + 1)}`;
  });
  return { text, parameters };
}

/** @throws Error for a name without a value, which the compiler cannot check for every text. NULL is given as null. */
export function inOrder(
  { text, parameters }: CompiledText,
  values: Readonly<Record<string, unknown>>,
): unknown[] {
  return parameters.map((name) => {
    const value = values[name];
    if (value === undefined) throw new Error(`No value for :${name} in ${text}`);
    return value;
  });
}
