import type { JSONWebKeySet, JWK } from 'jose';
import { calculateJwkThumbprint } from 'jose/jwk/thumbprint';
import { createLocalJWKSet } from 'jose/jwks/local';
import { compactVerify } from 'jose/jws/compact/verify';
import { invalidClient } from '../../../../kernel/errors/oauth-error.js';
import type { JsonObject } from '../../../../kernel/untrusted-json.js';
import { findJwtHeader, readSignedClaims } from '../../../../platform/keys/compact-jwt.js';
import { ASSERTION_ALGORITHMS } from '../../client.js';
import { refusedAssertion } from './assertion-claims.js';
import { readPublicKeys } from './public-keys.js';

const OPTIONS = { algorithms: [...ASSERTION_ALGORITHMS] };

/** RFC 10070 §5 requires the first; the others are sent by libraries. */
const TYPES = ['client-authentication+jwt', 'application/client-authentication+jwt', 'jwt'];

/** The claims of an assertion, and the key that signed it. */
export interface SignedClaims {
  /** Not checked yet. */
  readonly claims: JsonObject;
  /** Thumbprint of that key, as published by the client (RFC 7638, SHA-256). */
  readonly thumbprint: Buffer;
}

/** The keys of a client, restricted to those with this `kid`. */
type KeysFor = (kid: string | undefined) => Promise<JSONWebKeySet>;

/**
 * Verifies with one key of the client. Of the header only `kid` selects a key: keys in the header are not used. The
 * reason of a failure is reported only after the signature is verified.
 * @throws OAuthError `invalid_client`
 */
export async function verifySignature(assertion: string, keysFor: KeysFor): Promise<SignedClaims> {
  const header = findJwtHeader(assertion);
  if (!header) throw invalidClient('the assertion is no JWT');
  const kid = typeof header.kid === 'string' ? header.kid : undefined;
  const signed = await verifyWith(await keysFor(kid), kid, assertion);
  checkHeader(header);
  return signed;
}

/** A stored set is validated again, since the rules may have changed. */
async function verifyWith(
  keySet: JSONWebKeySet,
  kid: string | undefined,
  assertion: string,
): Promise<SignedClaims> {
  try {
    const key = findKey(readPublicKeys(keySet), kid);
    if (!key) throw new TypeError('it does not say which of several keys it is signed with');
    // jose checks whether this key is usable for such an assertion.
    const { payload } = await compactVerify(assertion, createLocalJWKSet({ keys: [key] }), OPTIONS);
    const thumbprint = Buffer.from(await calculateJwkThumbprint(key), 'base64url');
    return { claims: readSignedClaims(payload), thumbprint };
  } catch (error) {
    throw invalidClient(`the assertion is not signed by the client: ${(error as Error).message}`);
  }
}

/** With several keys the assertion must name one (OpenID Core §10.1). */
function findKey({ keys }: JSONWebKeySet, kid: string | undefined): JWK | undefined {
  return keys.length === 1 ? keys[0] : keys.find((key) => key.kid === kid);
}

function checkHeader({ typ, crit }: JsonObject): void {
  if (typ !== undefined && !(typeof typ === 'string' && TYPES.includes(typ.toLowerCase()))) {
    throw refusedAssertion('The typ of the assertion must be client-authentication+jwt or JWT.');
  }
  if (crit !== undefined) throw refusedAssertion('The assertion must not have critical headers.');
}
