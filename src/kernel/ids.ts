import { randomOctets } from './random.js';

/** Prefixes of identifiers on the wire; the database knows plain UUIDs only. */
export type IdKind =
  | 'azr'
  | 'usr'
  | 'org'
  | 'prj'
  | 'app'
  | 'grt'
  | 'tok'
  | 'req'
  | 'rcp'
  | 'rsv'
  | 'aud'
  | 'ds'
  | 'dst'
  | 'imp'
  | 'evt'
  | 'seg'
  | 'snd'
  | 'sms'
  | 'cmp'
  | 'aut'
  | 'enr'
  | 'whk'
  | 'dlv'
  | 'log'
  | 'rev'
  | 'tst'
  | 'tno'
  | 'trf';

/** The last id's time, also as its first digits, and counter. */
const last = { msecs: 0, time: '', seq: 0 };

/** A new UUID version 7 (RFC 9562 §5.7): sortable by creation, within a millisecond by a counter (§6.2, method 1). */
export function newId(): string {
  const random = randomOctets(10);
  count(random);
  const { time, seq } = last;
  const version = octet(0x70 | (seq >>> 28)) + octet(seq >>> 20);
  const variant = octet(0x80 | ((seq >>> 14) & 0x3f)) + octet(seq >>> 6);
  let node = octet((seq << 2) | ((random[4] as number) & 0x03));
  for (let i = 5; i < 10; i++) node += octet(random[i] as number);
  return `${time}-${version}-${variant}-${node}`;
}

/** Counts one id more. Within a millisecond, and when the clock was set back, the counter goes on. */
function count(random: Uint8Array): void {
  const now = Date.now();
  if (now > last.msecs) {
    setTime(now);
    // Its highest bit is 0, so that the counter can grow.
    last.seq = new DataView(random.buffer).getUint32(0) >>> 1;
  } else {
    last.seq = (last.seq + 1) >>> 0;
    if (last.seq === 0) setTime(last.msecs + 1);
  }
}

function setTime(msecs: number): void {
  const digits = msecs.toString(16).padStart(12, '0');
  last.msecs = msecs;
  last.time = `${digits.slice(0, 8)}-${digits.slice(8)}`;
}

/** `('prj', uuid)` → `prj_` and 26 base32 characters. */
export const toWireId = (kind: IdKind, uuid: string): string =>
  `${kind}_${regroup(uuid, HEX, BASE32, PADDING)}`;

/** The UUID behind a wire id, or null for anything that `toWireId(kind, …)` would never have written. */
export function fromWireId(kind: IdKind, text: string): string | null {
  const body = text.startsWith(`${kind}_`) ? text.slice(kind.length + 1) : '';
  if (!/^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(body)) return null;
  const hex = regroup(body, BASE32, HEX, -PADDING);
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return `${groups.join('-')}-${hex.slice(20)}`;
}

/** Digits of as many bits each, their values by character code, in either case, and two digits by their value. */
interface Digits {
  readonly bits: number;
  readonly pairs: readonly string[];
  readonly values: Uint8Array;
}

const NO_DIGIT = 0xff;
/** Between the groups of a UUID. */
const HYPHEN = 0x2d;

function digitsOf(text: string): Digits {
  const digits = [...text];
  const values = new Uint8Array(0x80).fill(NO_DIGIT);
  for (const [value, digit] of digits.entries()) {
    values[digit.charCodeAt(0)] = values[digit.toUpperCase().charCodeAt(0)] = value;
  }
  const pairs = digits.flatMap((high) => digits.map((low) => high + low));
  return { bits: Math.log2(digits.length), pairs, values };
}

const HEX = digitsOf('0123456789abcdef');
/** Crockford base32: no I, L, O, U, so that an id can be read aloud and typed without mistakes. */
const BASE32 = digitsOf('0123456789abcdefghjkmnpqrstvwxyz');
/** Two hex digits of the last eight bits. */
const octet = (bits: number): string => HEX.pairs[bits & 0xff] as string;
/** Zero bits before the 128 of a UUID, which make 26 base32 digits full. */
const PADDING = 2;

/** The same bits in other digits and without hyphens, after `padding` zero bits more; less, where it is negative. */
function regroup(text: string, from: Digits, to: Digits, padding: number): string {
  // Two digits at a time: each one that is appended makes a string.
  const { pairs } = to;
  const [width, mask] = [2 * to.bits, pairs.length - 1];
  let result = '';
  let pending = 0;
  let bits = padding;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === HYPHEN) continue;
    const value = from.values[code] ?? NO_DIGIT;
    if (value === NO_DIGIT) throw new SyntaxError('Not a digit.');
    pending = ((pending << from.bits) | value) & 0xffff;
    bits += from.bits;
    if (bits >= width) {
      bits -= width;
      result += pairs[(pending >> bits) & mask] as string;
    }
  }
  return result;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether it is a UUID as `newId` and PostgreSQL write one. */
export const isUuid = (text: unknown): text is string =>
  typeof text === 'string' && UUID.test(text);
