import {
  calculateJwkThumbprint,
  compactVerify,
  createLocalJWKSet,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import { invalidClient } from '../../../../kernel/errors/oauth-error.js';
import type { JsonObject } from '../../../../kernel/untrusted-json.js';
import { findJwtHeader, readSignedClaims } from '../../../../platform/keys/compact-jwt.js';
import { ASSERTION_ALGORITHMS } from '../../client.js';
import { refusedAssertion } from './assertion-claims.js';
import { readPublicKeys } from './public-keys.js';

const OPTIONS = { algorithms: [...ASSERTION_ALGORITHMS] };

/** RFC 10070 §5 asks for the first; the others are what libraries send. */
const TYPES = ['client-authentication+jwt', 'application/client-authentication+jwt', 'jwt'];

/** What an assertion says, and who says it. */
export interface SignedClaims {
  /** Not yet believed. */
  readonly claims: JsonObject;
  /** Of the key that signed them, as the client published it (RFC 7638, SHA-256). */
  readonly thumbprint: Buffer;
}

/** The keys of a client, of which one may have this name. */
type KeysFor = (kid: string | undefined) => Promise<JSONWebKeySet>;

/**
 * Tries one key. Of the header only the name of that is used: keys it brings along are not the client's. What is wrong
 * with it is told to whoever signed, and to nobody else.
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

/** The set is read again by the rules of today, whenever it was stored. */
async function verifyWith(
  keySet: JSONWebKeySet,
  kid: string | undefined,
  assertion: string,
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

function checkHeader({ typ, crit }: JsonObject): void {
  if (typ !== undefined && !(typeof typ === 'string' && TYPES.includes(typ.toLowerCase()))) {
    throw refusedAssertion('The typ of the assertion must be client-authentication+jwt or JWT.');
  }
  if (crit !== undefined) throw refusedAssertion('The assertion must not have critical headers.');
}
