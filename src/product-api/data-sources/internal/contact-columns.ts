import { RESERVED_ATTRIBUTES } from '../../specs/reserved-attributes.js';
import type { AttributeSpec } from '../../specs/spec.js';

/** A column of `contacts` that data sources write. */
export interface ContactColumn {
  readonly uid: string;
  readonly column: string;
  /** Of PostgreSQL. */
  readonly type: string;
  readonly isList: boolean;
  /** Its bit among the columns that an item gives. */
  readonly bit: number;
}

const typeOf = ({ dataType, multivalue }: AttributeSpec): string => {
  if (multivalue > 1) return 'text[]';
  return { boolean: 'boolean', datetime: 'timestamptz' }[dataType as string] ?? 'text';
};

/** All of them, except the key. */
export const CONTACT_COLUMNS: readonly ContactColumn[] = (
  RESERVED_ATTRIBUTES as readonly AttributeSpec[]
)
  .filter(({ uid, readonly }) => uid !== '_user_id' && !readonly)
  .map((spec, index) => ({
    ...{ uid: spec.uid, column: spec.column ?? '', type: typeOf(spec) },
    ...{ isList: spec.multivalue > 1, bit: 2 ** index },
  }));

const BY_UID = new Map(CONTACT_COLUMNS.map((each) => [each.uid, each]));

/** @throws Error for an attribute that is none */
export function contactColumn(uid: string): ContactColumn {
  const found = BY_UID.get(uid);
  if (!found) throw new Error(`No column of contacts has ${uid}`);
  return found;
}
