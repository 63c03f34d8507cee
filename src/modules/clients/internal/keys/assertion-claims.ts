import type { JsonObject } from '../../../../kernel/untrusted-json.js';
import { OAuthError } from '../../../../kernel/errors/oauth-error.js';

/** The signature proves the client, and its developer needs the reason: so the description says what is wrong. */
export const refusedAssertion = (description: string): OAuthError =>
  new OAuthError('invalid_client', description);

export interface AssertionClaims {
  readonly tokenId: string;
  /** Seconds since 1970, as is the next. */
  readonly expiresAt: number;
  readonly notBefore: number;
}

/** Accepted audiences: the issuer, and further ones. */
export type Audiences = readonly [issuer: string, ...others: string[]];

/** Later dates are refused, as PostgreSQL timestamps have a maximum. */
const END_OF_TIME = 32_503_680_000;

/**
 * The claims, checked except for the time (RFC 7523 §3): issuer and subject are the client, audience is this server.
 * @throws OAuthError `invalid_client`, with the reason
 */
export function readAssertionClaims(
  { iss, sub, aud, jti, exp, nbf = 0 }: JsonObject,
  clientId: string,
  audiences: Audiences,
): AssertionClaims {
  if (iss !== clientId || sub !== clientId) {
    throw refusedAssertion('The iss and the sub of the assertion must be the client_id.');
  }
  if (!isFor(aud, audiences)) {
    throw refusedAssertion(`The aud of the assertion must be ${audiences[0]} alone.`);
  }
  if (typeof jti !== 'string') throw refusedAssertion('The assertion needs a jti: a text.');
  if (!isTime(exp) || !isTime(nbf)) {
    throw refusedAssertion('The assertion needs an exp in seconds since 1970, and so is an nbf.');
  }
  return { tokenId: jti, expiresAt: exp, notBefore: nbf };
}

/** A second audience could replay the assertion here, or this server there. */
function isFor(audience: unknown, audiences: readonly string[]): boolean {
  const values: readonly unknown[] = Array.isArray(audience) ? audience : [audience];
  return values.length === 1 && typeof values[0] === 'string' && audiences.includes(values[0]);
}

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value < END_OF_TIME;
