import type { JWK } from 'jose';
import { calculateJwkThumbprint } from 'jose/jwk/thumbprint';
import { compactVerify } from 'jose/jws/compact/verify';
import type { JsonObject } from '../../kernel/untrusted-json.js';
import { findJwtHeader, LONGEST_JWT, readSignedClaims } from '../keys/compact-jwt.js';
import { readKeyMaterial, UnfitKey } from '../keys/public-jwk.js';
import { invalidProof } from './invalid-proof.js';
import { PROOF_ALGORITHMS } from './proof-algorithms.js';

/** Header and claims with a verified signature; the claims are not checked yet. */
export interface SignedProof {
  /** Thumbprint of its key (RFC 7638). */
  readonly thumbprint: string;
  readonly claims: JsonObject;
}

/**
 * A JWT verified with the key in its own header (RFC 9449 §4.3, points 2 and 4 to 7). @throws OAuthError
 * `invalid_dpop_proof`
 */
export async function readSignedProof(text: string): Promise<SignedProof> {
  if (text.length > LONGEST_JWT) throw invalidProof('The DPoP proof is too long.');
  const header = findJwtHeader(text);
  if (!header) throw invalidProof('The DPoP header is not one JWT.');
  const { typ, alg, jwk, crit } = header;
  if (typ !== 'dpop+jwt') throw invalidProof('The typ of the proof must be dpop+jwt.');
  const algorithm = PROOF_ALGORITHMS.find((known) => known === alg);
  if (!algorithm) {
    throw invalidProof(`The alg of the proof must be one of ${PROOF_ALGORITHMS.join(', ')}.`);
  }
  if (crit !== undefined) throw invalidProof('The proof has critical headers.');
  const key = readProofKey(jwk);
  const claims = await verify(text, key, algorithm);
  return { thumbprint: await calculateJwkThumbprint(key), claims };
}

/** The required members of the key in the proof. @throws OAuthError `invalid_dpop_proof` */
export function readProofKey(value: unknown): JWK {
  try {
    return readKeyMaterial(value);
  } catch (error) {
    if (!(error instanceof UnfitKey)) throw error;
    throw invalidProof(`The jwk of the proof ${error.message}.`);
  }
}

async function verify(text: string, jwk: JWK, algorithm: string): Promise<JsonObject> {
  try {
    const { payload } = await compactVerify(text, jwk, { algorithms: [algorithm] });
    return readSignedClaims(payload);
  } catch {
    throw invalidProof('The proof is not signed by the key in its header.');
  }
}
