import { hash } from 'node:crypto';
import { invalidProof } from './invalid-proof.js';
import type { NonceLife } from './proof-nonces.js';
import { isTargetUri } from './target-uri.js';

/** The request that contained a proof. */
export interface ProvenRequest {
  readonly issuer: string;
  readonly method: string;
  /** Path and query as received. */
  readonly target: string;
  /** At a resource: the token of the same request. */
  readonly accessToken: string | null;
}

/** Validity of the proof, in seconds since 1970, and its id, by which a replay is recognised. */
export interface ProofLife {
  readonly id: string;
  readonly from: number;
  readonly until: number;
}

/** Lifetime in seconds, from its `iat`, of a proof without a server nonce. */
const LIFE = 60;

/** Later dates are refused, as PostgreSQL timestamps have a maximum. */
const END_OF_TIME = 32_503_680_000;

/**
 * Checks that the proof was made for this request (RFC 9449 §4.3, points 3, 8, 9 and 12).
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
 * A valid server nonce tells when the proof was made, so the client's clock does not matter (RFC 9449 §11.1). Without
 * one its `iat` counts. An optional `exp` or `nbf` can only shorten the lifetime.
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
