import { hash } from 'node:crypto';
import { invalidProof } from './invalid-proof.js';
import type { NonceLife } from './proof-nonces.js';
import { isTargetUri } from './target-uri.js';

/** The request that a proof came with. */
export interface ProvenRequest {
  readonly issuer: string;
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  /** At a resource: the token beside the proof. */
  readonly accessToken: string | null;
}

/** When the proof is good, in seconds since 1970, and the id by which it is known if it comes again. */
export interface ProofLife {
  readonly id: string;
  readonly from: number;
  readonly until: number;
}

/** Seconds that a proof without a nonce of ours lives from the time it says it was made. */
const LIFE = 60;

/** PostgreSQL's calendar ends somewhere; so do proofs. */
const END_OF_TIME = 32_503_680_000;

/**
 * Whether the proof was made for this very request (RFC 9449 §4.3, points 3, 8, 9 and 12).
 * @throws OAuthError `invalid_dpop_proof`
 */
export function checkClaims(
  { htm, htu, ath }: Readonly<Record<string, unknown>>,
  { issuer, method, target, accessToken }: ProvenRequest,
): void {
  if (htm !== method) throw invalidProof('The htm of the proof is not the method of the request.');
  if (typeof htu !== 'string' || !isTargetUri(htu, issuer, target)) {
    throw invalidProof('The htu of the proof is not the URI of the request.');
  }
  if (accessToken !== null && ath !== hash('sha256', accessToken, 'base64url')) {
    throw invalidProof('The ath of the proof is not the hash of the access token.');
  }
}

/**
 * A fresh nonce of ours says when the proof was made, so the clock of the app does not matter (RFC 9449 §11.1). Without
 * one its `iat` does. An `exp` or `nbf`, which nobody asks for, can only make it shorter.
 * @throws OAuthError `invalid_dpop_proof`
 */
export function readLife(
  { jti, iat, nbf = 0, exp = END_OF_TIME }: Readonly<Record<string, unknown>>,
  nonce: NonceLife | null,
): ProofLife {
  const id = readId(jti);
  if (!isTime(iat) || !isTime(nbf) || !isTime(exp)) throw invalidProof('The proof has no iat.');
  const { from, until } = nonce ?? { from: iat, until: iat + LIFE };
  return { id, from: Math.max(from, nbf), until: Math.min(until, exp) };
}

function readId(jti: unknown): string {
  if (typeof jti === 'string' && jti !== '') return jti;
  throw invalidProof('The proof has no jti.');
}

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= END_OF_TIME;
