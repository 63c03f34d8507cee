/** Matches what differs each time or is omitted: part of a text, lines, elements, members. */
const ELLIPSIS = '…';

/**
 * The documented value equals the actual one, except for `…`; times in seconds are not compared. @returns the first
 * difference, or null
 */
export function differenceOfJson(shown: unknown, came: unknown, path = 'it'): string | null {
  if (Array.isArray(shown)) return differenceOfLists(shown, came, path);
  if (typeof shown === 'object' && shown !== null) return differenceOfObjects(shown, came, path);
  if (isAlike(shown, came)) return null;
  return `${path} is shown as ${JSON.stringify(shown)} and was ${JSON.stringify(came)}`;
}

function isAlike(shown: unknown, came: unknown): boolean {
  if (typeof shown === 'string') return typeof came === 'string' && fits(shown, came);
  const isMoment = (value: unknown): boolean => typeof value === 'number' && value > 1_600_000_000;
  return shown === came || (isMoment(shown) && isMoment(came));
}

function differenceOfLists(shown: readonly unknown[], came: unknown, path: string): string | null {
  if (!Array.isArray(came)) return `${path} is no list`;
  const isPart = shown.at(-1) === ELLIPSIS;
  const elements = isPart ? shown.slice(0, -1) : shown;
  if (isPart ? came.length <= elements.length : came.length !== elements.length) {
    return `${path} has ${String(came.length)} elements`;
  }
  return first(elements.map((each, at) => differenceOfJson(each, came[at], `${path}[${at}]`)));
}

function differenceOfObjects(shown: object, came: unknown, path: string): string | null {
  if (typeof came !== 'object' || came === null) return `${path} is no object`;
  const values = came as Record<string, unknown>;
  const members = Object.entries(shown).filter(([name]) => name !== ELLIPSIS);
  const missing = Object.keys(values).filter((name) => !(name in shown));
  if (!(ELLIPSIS in shown) && missing.length > 0) return `${path} also has ${missing.join(', ')}`;
  return first(
    members.map(([name, value]) => differenceOfJson(value, values[name], `${path}.${name}`)),
  );
}

const first = (differences: readonly (string | null)[]): string | null =>
  differences.find((difference) => difference !== null) ?? null;

/** The documented lines in their order; a line `…` matches any number of lines. */
export function differenceOfText(shown: string, came: string): string | null {
  const lines = came.replaceAll('\r', '').trimEnd().split('\n');
  let at = 0;
  let mayPass = false;
  for (const line of shown.trimEnd().split('\n')) {
    if (line === ELLIPSIS) {
      mayPass = true;
      continue;
    }
    const found = lines.findIndex((each, index) => index >= at && fits(line, each));
    if (found === -1 || (!mayPass && found !== at)) return `"${line}" did not come; came:\n${came}`;
    at = found + 1;
    mayPass = false;
  }
  return mayPass || at === lines.length ? null : `more came: ${lines.slice(at).join('\n')}`;
}

function fits(shown: string, came: string): boolean {
  const [start = '', ...rest] = shown.split(ELLIPSIS);
  const end = rest.pop();
  if (end === undefined) return shown === came;
  if (!came.startsWith(start) || !came.slice(start.length).endsWith(end)) return false;
  let at = start.length;
  for (const part of rest) {
    at = came.indexOf(part, at);
    if (at === -1) return false;
    at += part.length;
  }
  return at <= came.length - end.length;
}
