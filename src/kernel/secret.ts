import { hash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * What a secret is for, by its prefix: access token, refresh token, API token, authorization code, client secret,
 * registration access token.
 */
export type SecretKind = 'isoa' | 'isor' | 'isat' | 'isoc' | 'iscs' | 'isrg';

/** A new secret: `text` is sent to its owner once, only `hash` (SHA-256) is stored. */
export interface MintedSecret {
  readonly text: string;
  readonly hash: Buffer;
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const SHAPE = /^(is(?:oa|or|at|oc|cs|rg))_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;

/** A new secret of 256 random bits: `<kind>_` + 43 base62 characters + 6 of checksum. */
export const mintSecret = (kind: SecretKind): MintedSecret => secretFrom(kind, randomBytes(32));

/** The secret of 256 given bits, which must be cryptographically random. */
export function secretFrom(kind: SecretKind, bits: Buffer): MintedSecret {
  const random = base62(BigInt(`0x${bits.toString('hex')}`), RANDOM_LENGTH);
  const body = `${kind}_${random}`;
  const text = body + checksum(body);
  return { text, hash: hashSecret(text) };
}

/** SHA-256 of the whole secret, prefix included. */
export const hashSecret = (text: string): Buffer => hash('sha256', text, 'buffer');

/** True if the prefix, the length and the checksum match: anything else needs no database query. */
export function hasSecretShape(kind: SecretKind, text: string): boolean {
  const match = SHAPE.exec(text);
  return match?.[1] === kind && checksum(`${kind}_${match[2]}`) === match[3];
}

const checksum = (body: string): string => base62(BigInt(crc32(body)), CHECKSUM_LENGTH);

function base62(value: bigint, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) {
    text = BASE62[Number(value % 62n)] + text;
    value /= 62n;
  }
  return text;
}
