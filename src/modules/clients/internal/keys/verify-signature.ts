import {
  calculateJwkThumbprint,
  compactVerify,
  createLocalJWKSet,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import { invalidClient } from '../../../../kernel/errors/oauth-error.js';
import type { JsonObject } from '../../../../kernel/untrusted-json.js';
import { readSignedClaims } from '../../../../platform/keys/compact-jwt.js';
import { ASSERTION_ALGORITHMS } from '../../client.js';
import { readPublicKeys } from './public-keys.js';

const OPTIONS = { algorithms: [...ASSERTION_ALGORITHMS] };

/** What an assertion says, and who says it. */
export interface SignedClaims {
  /** Not yet believed. */
  readonly claims: JsonObject;
  /** Of the key that signed them, as the client published it (RFC 7638, SHA-256). */
  readonly thumbprint: Buffer;
}

/**
 * Tries one key. The set is read again by the rules of today, whenever it was stored.
 * @param kid what the header of the assertion names, if anything
 * @throws OAuthError `invalid_client`
 */
export async function verifySignature(
  assertion: string,
  keySet: JSONWebKeySet,
  kid: string | undefined,
): Promise<SignedClaims> {
  try {
    const key = findKey(readPublicKeys(keySet), kid);
    if (!key) throw new TypeError('it does not say which of several keys it is signed with');
    // Of this key jose says whether it is one for such an assertion.
    const { payload } = await compactVerify(assertion, createLocalJWKSet({ keys: [key] }), OPTIONS);
    const thumbprint = Buffer.from(await calculateJwkThumbprint(key), 'base64url');
    return { claims: readSignedClaims(payload), thumbprint };
  } catch (error) {
    throw invalidClient(`the assertion is not signed by the client: ${(error as Error).message}`);
  }
}

/** Where there are several, the assertion has to say which (OpenID Core §10.1). */
function findKey({ keys }: JSONWebKeySet, kid: string | undefined): JWK | undefined {
  return keys.length === 1 ? keys[0] : keys.find((key) => key.kid === kid);
}
