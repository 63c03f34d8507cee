import type { AuditEvent } from '../audit-event.js';

type Context = NonNullable<AuditEvent['context']>;
type Value = Context[string];

/** Characters that are kept of any one text. */
export const LONGEST_TEXT = 256;

/** Characters that are kept of a list in all. */
const LONGEST_LIST = 2_000;

/** Names and addresses are chosen by whoever registers an app: nobody makes rows large by them. */
export const boundedContext = (context: Context = {}): Context =>
  Object.fromEntries(Object.entries(context).map(([name, value]) => [name, bounded(value)]));

function bounded(value: Value): Value {
  if (typeof value === 'string') return value.slice(0, LONGEST_TEXT);
  return typeof value === 'object' ? boundedList(value) : value;
}

/** What does not fit is counted in its place. */
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
