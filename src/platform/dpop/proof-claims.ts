import { hash } from 'node:crypto';
import { invalidProof } from './invalid-proof.js';
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

/** Seconds that a proof lives from the time it says it was made. */
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

/** An `exp` or `nbf`, which nobody asks for, can only make it shorter. @throws OAuthError `invalid_dpop_proof` */
export function readLife({
  jti,
  iat,
  nbf = iat,
  exp = END_OF_TIME,
}: Readonly<Record<string, unknown>>): ProofLife {
  if (typeof jti !== 'string' || jti === '') throw invalidProof('The proof has no jti.');
  if (!isTime(iat) || !isTime(nbf) || !isTime(exp)) throw invalidProof('The proof has no iat.');
  return { id: jti, from: Math.max(iat, nbf), until: Math.min(iat + LIFE, exp) };
}

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= END_OF_TIME;
