import { columnsOf } from '../../../platform/database/entity-columns.js';
import { RESERVED_ATTRIBUTES } from '../../specs/reserved-attributes.js';
import type { AttributeSpec } from '../../specs/spec.js';
import { shows, type FieldLevel } from '../../wire/field-levels.js';
import { ContactEntity } from './contact.entity.js';

const { shape, of } = columnsOf(ContactEntity);

/** Properties of the entity by their columns. */
const PROPERTIES = new Map(
  (Object.keys(shape) as (keyof ContactEntity)[]).map((property) => [of(property).name, property]),
);

/** Attributes that are composed of several columns. */
const COMPOSED = new Map<string, (row: ContactEntity) => unknown>([
  [
    '_full_name',
    ({ firstName, lastName }) => [firstName, lastName].filter(Boolean).join(' ') || null,
  ],
]);

/** How each reserved attribute is read from a row. */
const READERS = (RESERVED_ATTRIBUTES as readonly AttributeSpec[]).map(({ uid, level, column }) => ({
  ...{ uid, level },
  read: COMPOSED.get(uid) ?? readerOf(uid, column),
}));

function readerOf(uid: string, column = ''): (row: ContactEntity) => unknown {
  const property = PROPERTIES.get(column);
  if (!property) throw new Error(`No column of contacts has ${uid}`);
  return (row) => row[property];
}

/** The attributes that a level shows. All that says what a contact is goes through here. */
export function attributesAt(row: ContactEntity, level: FieldLevel): Record<string, unknown> {
  const shown: Record<string, unknown> = shows(level, 'full') ? { ...row.attributes } : {};
  // Last, so that the customer's own fields cannot override reserved ones.
  for (const { uid, level: needed, read } of READERS) {
    if (shows(level, needed)) shown[uid] = onTheWire(read(row));
  }
  return shown;
}

const onTheWire = (value: unknown): unknown =>
  value instanceof Date ? value.toISOString() : value;

/** The reserved attributes that a level hides. */
export const hiddenAttributesAt = (level: FieldLevel): string[] =>
  READERS.filter((each) => !shows(level, each.level)).map(({ uid }) => uid);
