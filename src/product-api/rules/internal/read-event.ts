import type { ProjectSpecs } from '../../specs/project-specs.js';
import type { Comparison, EventLeaf } from '../rule.js';
import type { Faults } from './faults.js';
import { readNamedComparison, type Reading } from './read-comparison.js';
import { readWithin } from './read-window.js';
import { parameterTerms, type FindTerm } from './terms.js';

const MOST_WHERE = 10;
const MOST_EVENTS = 10_000;

/** How many events of a type a contact has, within a window, of those whose parameters fulfil `where`. */
export function readEventLeaf(
  json: unknown,
  specs: ProjectSpecs,
  reading: Reading,
  pointer: string,
): EventLeaf | null {
  const { faults } = reading;
  const members = faults.members(json, ['event', 'count', 'within', 'where'], pointer);
  if (!members) return null;
  const type = members.get('event');
  const spec = typeof type === 'string' ? specs.event(type) : undefined;
  if (!spec) {
    return faults.add(`${pointer}/event`, 'event', 'is not a type of event of this project');
  }
  const find = parameterTerms(spec.parameters);
  const count = readCount(members.get('count'), faults, `${pointer}/count`);
  const within = readWithin(members, faults, `${pointer}/within`);
  const where = readWhere(members.get('where'), find, reading, `${pointer}/where`);
  if (!count || !within || !where) return null;
  return { kind: 'event', type: spec.uid, count, within: within.window, where };
}

function readWhere(
  json: unknown,
  find: FindTerm,
  reading: Reading,
  pointer: string,
): readonly Comparison[] | null {
  const given = reading.faults.list(json, pointer, MOST_WHERE);
  const read = given?.map((one, i) => {
    return readNamedComparison('param', one, find, reading, `${pointer}/${String(i)}`);
  });
  return read?.every((one) => one !== null) ? read : null;
}

const OPERATORS = ['>=', '<=', '=', 'between'] as const;

function readCount(json: unknown, faults: Faults, pointer: string): EventLeaf['count'] | null {
  const members = faults.members(json, ['op', 'values'], pointer);
  if (!members) return null;
  const op = faults.oneOf(members.get('op'), OPERATORS, `${pointer}/op`);
  const values = readCounts(members.get('values'), op, faults, `${pointer}/values`);
  return op && values && bounds(op, values, faults, `${pointer}/values`);
}

/** Two of them for `between`, one for any other. */
function readCounts(
  json: unknown,
  op: string | null,
  faults: Faults,
  pointer: string,
): readonly number[] | null {
  const wanted = op === 'between' ? 2 : 1;
  const given = faults.list(json, pointer, wanted);
  if (given === null) return null;
  if (given.length < wanted) {
    return faults.add(pointer, 'arrayMinSize', `must have ${String(wanted)} of them`);
  }
  const read = given.map((one, i) => faults.whole(one, 0, MOST_EVENTS, `${pointer}/${String(i)}`));
  return read.every((one) => one !== null) ? read : null;
}

function bounds(
  op: (typeof OPERATORS)[number],
  [first = 0, second = first]: readonly number[],
  faults: Faults,
  pointer: string,
): EventLeaf['count'] | null {
  if (op === '>=') return { least: first, most: null };
  if (op === '<=') return { least: 0, most: first };
  if (second >= first) return { least: first, most: second };
  return faults.add(pointer, 'order', 'must begin with the smaller one');
}
