import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { randomOctets } from './random.js';

/**
 * What a secret is for, by its prefix: access token, refresh token, API token, data source token, authorization code,
 * client secret, registration access token.
 */
export type SecretKind = 'isoa' | 'isor' | 'isat' | 'isds' | 'isoc' | 'iscs' | 'isrg';

/** A new secret: `text` is sent to its owner once, only `hash` (SHA-256) is stored. */
export interface MintedSecret {
  readonly text: string;
  readonly hash: Buffer;
}

const BASE62 = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];
/** Two digits at a time. */
const PAIRS = BASE62.flatMap((high) => BASE62.map((low) => high + low));
const TWO_DIGITS = 62 ** 2;
const FOUR_DIGITS = 62 ** 4;
const SHAPE = /^is(?:oa|or|at|ds|oc|cs|rg)_[0-9A-Za-z]{49}$/;

/** A new secret of 256 random bits: `<kind>_` + 43 base62 characters + 6 of checksum. */
export const mintSecret = (kind: SecretKind): MintedSecret => secretFrom(kind, randomOctets(32));

/** The secret of 32 given bytes, which must be cryptographically random. */
export function secretFrom(kind: SecretKind, bytes: Uint8Array): MintedSecret {
  const body = `${kind}_${base62(bytes)}`;
  const text = body + checksum(body);
  return { text, hash: hashSecret(text) };
}

/** SHA-256 of the whole secret, prefix included. By way of hex, since Node.js makes a Buffer of a text faster. */
export const hashSecret = (text: string): Buffer => Buffer.from(hash('sha256', text, 'hex'), 'hex');

/** True if the prefix, the length and the checksum match: anything else needs no database query. */
export function hasSecretShape(kind: SecretKind, text: string): boolean {
  return (
    text.startsWith(kind) && SHAPE.test(text) && checksum(text.slice(0, -6)) === text.slice(-6)
  );
}

/** Six base62 digits. */
function checksum(body: string): string {
  const sum = crc32(body);
  return pairOf(sum / FOUR_DIGITS) + fourDigits(sum % FOUR_DIGITS);
}

/**
 * 32 bytes as a number of 43 base62 digits. It is divided in limbs of 24 bits by 62⁴: every step is an exact integer of
 * at most 48 bits.
 */
function base62(bytes: Uint8Array): string {
  const limbs = limbsOf(bytes);
  let text = '';
  for (let round = 0; round < limbs.length; round++) {
    let rest = 0;
    // Each round empties the highest limb.
    for (let i = round; i < limbs.length; i++) {
      const value = rest * 0x1000000 + (limbs[i] as number);
      const quotient = Math.floor(value / FOUR_DIGITS);
      limbs[i] = quotient;
      rest = value - quotient * FOUR_DIGITS;
    }
    text = fourDigits(rest) + text;
  }
  return text.slice(1);
}

/** 11 numbers of 24 bits, the highest first. */
function limbsOf(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 32);
  const limbs = [view.getUint16(0)];
  for (let at = 1; at < 31; at += 3) limbs.push(view.getUint32(at) & 0xffffff);
  return limbs;
}

const fourDigits = (value: number): string =>
  pairOf(value / TWO_DIGITS) + pairOf(value % TWO_DIGITS);

const pairOf = (value: number): string => PAIRS[Math.floor(value)] as string;
