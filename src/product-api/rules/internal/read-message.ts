import { fromWireId } from '../../../kernel/ids.js';
import { MESSAGE_STATES, type MessageLeaf } from '../rule.js';
import type { Faults } from './faults.js';
import { readWithin } from './read-window.js';

const ORIGINS = [
  ['campaign', 'cmp'],
  ['automation', 'aut'],
] as const;

/** Whether a contact has a text message in a state, of any origin or of one. */
export function readMessageLeaf(
  json: unknown,
  faults: Faults,
  pointer: string,
): MessageLeaf | null {
  const at = `${pointer}/message`;
  const outer = faults.members(json, ['message'], pointer);
  const names = ['status', 'clicked', 'campaign', 'automation', 'within'];
  const members = outer && faults.members(outer.get('message'), names, at);
  if (!members) return null;
  if (members.has('clicked')) {
    return faults.add(`${at}/clicked`, 'clicked', 'cannot be answered: clicks are not recorded');
  }
  const status = faults.oneOf(members.get('status'), MESSAGE_STATES, `${at}/status`);
  const within = readWithin(members, faults, `${at}/within`);
  const origin = readOrigin(members, faults, at);
  if (!status || !within || !origin) return null;
  return { kind: 'message', status, origin: origin.origin, within: within.window };
}

/** Null after a fault; the origin is null if any will do. */
function readOrigin(
  members: ReadonlyMap<string, unknown>,
  faults: Faults,
  pointer: string,
): { readonly origin: MessageLeaf['origin'] } | null {
  const [first, second] = ORIGINS.filter(([kind]) => members.has(kind));
  if (!first) return { origin: null };
  if (second)
    return faults.add(pointer, 'origin', 'must not have both a campaign and an automation');
  const [kind, prefix] = first;
  const uid = members.get(kind);
  const id = typeof uid === 'string' ? fromWireId(prefix, uid) : null;
  return id === null
    ? faults.add(`${pointer}/${kind}`, 'type', `must be an id, ${prefix}_…`)
    : { origin: { kind, id } };
}
