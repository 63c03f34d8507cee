import { UNITS, type Literal, type Term, type Window } from '../rule.js';
import type { Faults } from './faults.js';
import { isAfter, MOST_UNITS } from './read-comparison.js';
import { readValue } from './read-value.js';

const MOMENT: Term = {
  ...{ dataType: 'datetime', multivalue: false, level: 'none' },
  source: { kind: 'column', sql: '' },
};

/** Null after a fault; the window is null if there is none. */
export function readWithin(
  members: ReadonlyMap<string, unknown>,
  faults: Faults,
  pointer: string,
): { readonly window: Window | null } | null {
  if (!members.has('within')) return { window: null };
  const window = readWindow(members.get('within'), faults, pointer);
  return window && { window };
}

/** `{"last": 90, "unit": "day"}` or `{"from": …, "to": …}`; null after a fault. */
function readWindow(json: unknown, faults: Faults, pointer: string): Window | null {
  const members = faults.members(json, ['last', 'unit', 'from', 'to'], pointer);
  if (members === null) return null;
  const isSpan = members.has('last') || members.has('unit');
  const isRange = members.has('from') || members.has('to');
  if (isSpan === isRange) {
    return faults.add(pointer, 'window', 'must have last and unit, or from or to');
  }
  return isSpan ? readLast(members, faults, pointer) : readRange(members, faults, pointer);
}

type Members = ReadonlyMap<string, unknown>;

function readLast(members: Members, faults: Faults, pointer: string): Window | null {
  const count = faults.whole(members.get('last'), 1, MOST_UNITS, `${pointer}/last`);
  const unit = faults.oneOf(members.get('unit'), UNITS, `${pointer}/unit`);
  return count === null || unit === null ? null : { last: { count, unit } };
}

function readRange(members: Members, faults: Faults, pointer: string): Window | null {
  const read = (name: string): Literal | null | undefined => {
    if (!members.has(name)) return undefined;
    const value = readValue(members.get(name), MOMENT);
    if (!('must' in value)) return value;
    return faults.add(`${pointer}/${name}`, 'type', `must ${value.must}`);
  };
  const from = read('from');
  const to = read('to');
  if (from === null || to === null) return null;
  if (from && to && isAfter(from, to)) {
    return faults.add(pointer, 'order', 'must not end before it begins');
  }
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}
