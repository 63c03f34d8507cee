import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { JWK, JWTPayload } from 'jose';

/** ASN.1 before a SHA-256 (RFC 8017 §9.2). */
const SHA256_PREFIX = '3031300d060960864801650304020105000420';

/**
 * An RSA key with its exponents swapped: the public one is as long as the modulus, and the private one is 65537. Its
 * signatures are valid.
 */
export class SwappedKey {
  readonly publicJwk: JWK;
  private readonly modulus: bigint;

  constructor(kid: string = randomUUID()) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const { n = '', d = '' } = privateKey.export({ format: 'jwk' });
    this.modulus = BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`);
    this.publicJwk = { kty: 'RSA', n, e: d, kid, alg: 'RS256' };
  }

  sign(claims: JWTPayload): string {
    const header = { alg: 'RS256', kid: this.publicJwk.kid };
    const signed = [header, claims].map((part) => encode(JSON.stringify(part))).join('.');
    const digest = createHash('sha256').update(signed).digest('hex');
    const padded = `0001${'f'.repeat(404)}00${SHA256_PREFIX}${digest}`;
    const signature = power(BigInt(`0x${padded}`), 65_537, this.modulus);
    return `${signed}.${encode(Buffer.from(signature.toString(16).padStart(512, '0'), 'hex'))}`;
  }
}

const encode = (value: string | Buffer): string => Buffer.from(value).toString('base64url');

function power(base: bigint, exponent: number, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result * (bit === '1' ? base : 1n)) % modulus;
  }
  return result;
}
