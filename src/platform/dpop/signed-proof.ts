import {
  compactVerify,
  decodeProtectedHeader,
  type JWK,
  type ProtectedHeaderParameters,
} from 'jose';
import { readProofKey } from './proof-key.js';
import { invalidProof } from './invalid-proof.js';
import { PROOF_ALGORITHMS } from './proof-algorithms.js';

/** What somebody with that key has signed; nothing of it is believed yet. */
export interface SignedProof {
  readonly thumbprint: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

const MOST_CHARACTERS = 8_192;

/** A JWT by the key in its own header (RFC 9449 §4.3, points 2 and 4 to 7). @throws OAuthError `invalid_dpop_proof` */
export async function readSignedProof(text: string): Promise<SignedProof> {
  if (text.length > MOST_CHARACTERS) throw invalidProof('The DPoP proof is too long.');
  const { typ, alg, jwk, crit } = decodeHeader(text);
  if (typ !== 'dpop+jwt') throw invalidProof('The typ of the proof must be dpop+jwt.');
  const algorithm = PROOF_ALGORITHMS.find((known) => known === alg);
  if (!algorithm) {
    throw invalidProof(`The alg of the proof must be one of ${PROOF_ALGORITHMS.join(', ')}.`);
  }
  if (crit !== undefined) throw invalidProof('The proof has critical headers.');
  const key = await readProofKey(jwk);
  return { thumbprint: key.thumbprint, claims: await verify(text, key.jwk, algorithm) };
}

function decodeHeader(text: string): ProtectedHeaderParameters {
  try {
    return decodeProtectedHeader(text);
  } catch {
    throw invalidProof('The DPoP header is not one JWT.');
  }
}

async function verify(text: string, jwk: JWK, algorithm: string): Promise<Record<string, unknown>> {
  try {
    const { payload } = await compactVerify(text, jwk, { algorithms: [algorithm] });
    return parse(payload);
  } catch {
    throw invalidProof('The proof is not signed by the key in its header.');
  }
}

function parse(payload: Uint8Array): Record<string, unknown> {
  const claims: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  if (typeof claims !== 'object' || claims === null) throw new TypeError('no claims');
  return claims as Record<string, unknown>;
}
