import { fromWireId } from '../../../kernel/ids.js';
import type { Reading } from './reading.js';

/** The uid of an attribute or an event type. */
export const readUid = (reading: Reading, value: unknown, pointer: string): string | null =>
  reading.matching(value, pointer, /^_?[a-z][a-z0-9_]{0,62}$/, 'must be the uid of a spec');

/** An id as it is on the wire. */
export function readId(
  reading: Reading,
  kind: 'snd' | 'seg' | 'whk',
  value: unknown,
  pointer: string,
): string | null {
  if (typeof value === 'string' && fromWireId(kind, value) !== null) return value;
  return reading.refuse(pointer, 'id', `must be an id, ${kind}_…`);
}
