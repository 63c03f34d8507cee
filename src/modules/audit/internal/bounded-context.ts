import type { AuditEvent } from '../audit-event.js';

type Context = NonNullable<AuditEvent['context']>;
type Value = Context[string];

/** Most characters stored of one text. */
export const LONGEST_TEXT = 256;

/** Most characters stored of a list in all. */
const LONGEST_LIST = 2_000;

/** The developer of an app chooses its name and addresses, so their stored length is bounded. */
export const boundedContext = (context: Context = {}): Context =>
  Object.fromEntries(Object.entries(context).map(([name, value]) => [name, bounded(value)]));

function bounded(value: Value): Value {
  if (typeof value === 'string') return value.slice(0, LONGEST_TEXT);
  return typeof value === 'object' ? boundedList(value) : value;
}

/** The last entry counts what was left out. */
function boundedList(list: readonly string[]): string[] {
  const kept: string[] = [];
  let length = 0;
  for (const text of list.map((item) => item.slice(0, LONGEST_TEXT))) {
    length += text.length;
    if (length > LONGEST_LIST) return [...kept, `and ${String(list.length - kept.length)} more`];
    kept.push(text);
  }
  return kept;
}
