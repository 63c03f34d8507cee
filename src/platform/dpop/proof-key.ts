import { calculateJwkThumbprint, type JWK } from 'jose';
import { readKeyMaterial, UnfitKey } from '../keys/public-jwk.js';
import { invalidProof } from './invalid-proof.js';

/** The key that a proof brings along, and the name it goes by (RFC 7638). */
export interface ProofKey {
  readonly jwk: JWK;
  readonly thumbprint: string;
}

/** @throws OAuthError `invalid_dpop_proof` */
export async function readProofKey(value: unknown): Promise<ProofKey> {
  const jwk = read(value);
  return { jwk, thumbprint: await calculateJwkThumbprint(jwk) };
}

function read(value: unknown): JWK {
  try {
    return readKeyMaterial(value);
  } catch (error) {
    if (!(error instanceof UnfitKey)) throw error;
    throw invalidProof(`The jwk of the proof ${error.message}.`);
  }
}
