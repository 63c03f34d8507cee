import { invalidClient } from '../../../../kernel/errors/oauth-error.js';

export interface AssertionClaims {
  readonly tokenId: string;
  /** Seconds since 1970, as is the next. */
  readonly expiresAt: number;
  readonly notBefore: number;
}

/** PostgreSQL's calendar ends somewhere; so do assertions. */
const END_OF_TIME = 32_503_680_000;

/**
 * What the assertion says, checked but for the time (RFC 7523 §3): by the client, about the client, for us.
 * @throws OAuthError `invalid_client`
 */
export function readAssertionClaims(
  { iss, sub, aud, jti, exp, nbf = 0 }: Record<string, unknown>,
  clientId: string,
  audiences: readonly string[],
): AssertionClaims {
  if (iss !== clientId || sub !== clientId) throw invalidClient('iss and sub are not the client');
  if (!isFor(aud, audiences)) throw invalidClient('aud is not the issuer alone');
  if (typeof jti !== 'string') throw invalidClient('the assertion has no jti');
  if (!isTime(exp) || !isTime(nbf)) throw invalidClient('the assertion has no times');
  return { tokenId: jti, expiresAt: exp, notBefore: nbf };
}

/** A second audience could use the assertion against us, and we against it. */
function isFor(audience: unknown, audiences: readonly string[]): boolean {
  const values: readonly unknown[] = Array.isArray(audience) ? audience : [audience];
  return values.length === 1 && typeof values[0] === 'string' && audiences.includes(values[0]);
}

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value < END_OF_TIME;
