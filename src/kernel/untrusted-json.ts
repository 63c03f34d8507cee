/**
 * A JSON object from outside: own members only, so that no name resolves to an inherited property. Not validated yet.
 */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A text that is refused. `message` continues a sentence about it and repeats nothing of it. */
export class UnfitJson extends Error {
  override readonly name = 'UnfitJson';
}

/**
 * Depth of objects and lists. Code that walks a parsed value may be recursive: thousands of levels overflow the stack.
 */
const MOST_LEVELS = 12;
/** Members and entries of the whole text. */
const MOST_VALUES = 1_000;

/**
 * Parses JSON from an untrusted source. Bounds are checked on the text, before anything is allocated for it.
 * @param mostBytes of UTF-8; of a text that is decoded already, characters
 * @throws UnfitJson
 */
export function readJsonObject(source: Uint8Array | string, mostBytes: number): JsonObject {
  if (source.length > mostBytes) {
    throw new UnfitJson(`must not be longer than ${String(mostBytes)} bytes`);
  }
  const text = typeof source === 'string' ? source : decode(source);
  checkBounds(text);
  const members = membersOf(parse(text));
  if (!members) throw noObject();
  return members;
}

/** The members of a value that is an object, or null. An array is none. */
export function membersOf(value: unknown): JsonObject | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.assign(Object.create(null) as Record<string, unknown>, value);
}

const noObject = (): UnfitJson => new UnfitJson('must be a JSON object in UTF-8');

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw noObject();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw noObject();
  }
}

const STEPS: ReadonlyMap<string, number> = new Map([
  ['{', 1],
  ['[', 1],
  ['}', -1],
  [']', -1],
]);

/** One pass. Invalid JSON may be counted wrong, since the parser refuses it. */
function checkBounds(text: string): void {
  let level = 0;
  let commas = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') at = endOfString(text, at);
    else if (character === ',') commas++;
    else level += STEPS.get(character) ?? 0;
    if (level > MOST_LEVELS) {
      throw new UnfitJson(`must not be nested deeper than ${String(MOST_LEVELS)} levels`);
    }
    if (commas >= MOST_VALUES) {
      throw new UnfitJson(`must not have more than ${String(MOST_VALUES)} values`);
    }
  }
}

/** Index of the quote that ends the string which begins at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== '"') at += text.charAt(at) === '\\' ? 2 : 1;
  return at;
}
