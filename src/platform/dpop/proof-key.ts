import { calculateJwkThumbprint, type JWK } from 'jose';
import { isPublicJwk } from '../keys/public-jwk.js';
import { invalidProof } from './invalid-proof.js';

/** The key that a proof brings along, and the name it goes by (RFC 7638). */
export interface ProofKey {
  readonly jwk: JWK;
  readonly thumbprint: string;
}

/** What makes a public key, by type; the thumbprint is over these and no others (RFC 7638 §3.2, RFC 8037 §2). */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  EC: ['kty', 'crv', 'x', 'y'],
  OKP: ['kty', 'crv', 'x'],
  RSA: ['kty', 'n', 'e'],
};

/** Base64url characters. 4096 bits and an exponent of 32: a key may not be made to keep us busy. */
const LONGEST: Readonly<Record<string, number>> = { n: 683, e: 6 };
const LONGEST_OTHER = 100;

/**
 * Takes of the key in the header only what its thumbprint is made of, so that no certificate, address, use or
 * algorithm beside it can speak for another key. @throws OAuthError `invalid_dpop_proof`
 */
export async function readProofKey(value: unknown): Promise<ProofKey> {
  if (!isPublicJwk(value)) throw invalidProof('The jwk of the proof must be one public key.');
  const members = MEMBERS[value.kty ?? ''] ?? [];
  const jwk = Object.fromEntries(members.map((name) => [name, readMember(value, name)]));
  return { jwk, thumbprint: await calculateJwkThumbprint(jwk) };
}

function readMember(key: Readonly<Record<string, unknown>>, name: string): string {
  const value = key[name];
  if (typeof value !== 'string' || !/^[\w-]+$/.test(value)) {
    throw invalidProof(`The jwk of the proof has no proper ${name}.`);
  }
  if (value.length > (LONGEST[name] ?? LONGEST_OTHER)) {
    throw invalidProof(`The ${name} of the jwk of the proof is too long.`);
  }
  return value;
}
