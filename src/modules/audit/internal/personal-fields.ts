import { hash } from 'node:crypto';
import { randomOctets } from '../../../kernel/random.js';

const SALT_BYTES = 32;

/** Most characters stored of one field. */
const LONGEST_FIELD = 4_000;

/** Personal data of an event, and the commitment that is stored in the event itself. */
export interface CommittedFields {
  readonly salt: Buffer;
  readonly fields: Readonly<Record<string, string>>;
  readonly commit: Buffer;
}

/** Null without any personal data: a job has no caller. */
export function commitFields(
  given: Readonly<Record<string, string | undefined>>,
): Partial<CommittedFields> {
  const present = Object.entries(given).filter(isGiven);
  if (present.length === 0) return {};
  const fields = Object.fromEntries(present.map(([name, value]) => [name, storable(value)]));
  const salt = Buffer.from(randomOctets(SALT_BYTES));
  return { salt, fields, commit: commitmentTo(salt, fields) };
}

/**
 * SHA-256 over salt and fields. Because of the salt an address cannot be guessed once its fields are erased; the names
 * are sorted, since PostgreSQL returns the members of a jsonb in an order of its own.
 */
export function commitmentTo(salt: Buffer, fields: Readonly<Record<string, string>>): Buffer {
  const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  return hash('sha256', Buffer.concat([salt, Buffer.from(JSON.stringify(sorted))]), 'buffer');
}

const isGiven = (field: [string, string | undefined]): field is [string, string] =>
  field[1] !== undefined;

/** Without NUL and unpaired surrogates, which PostgreSQL cannot store. */
const storable = (text: string): string =>
  text.slice(0, LONGEST_FIELD).replaceAll(/[\0\p{Surrogate}]/gu, '\ufffd');
