import {
  calculateJwkThumbprint,
  compactVerify,
  createLocalJWKSet,
  errors,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import { invalidClient } from '../../../../kernel/errors/oauth-error.js';
import { ASSERTION_ALGORITHMS } from '../../client.js';

const OPTIONS = { algorithms: [...ASSERTION_ALGORITHMS] };

/** What an assertion says, and who says it. */
export interface SignedClaims {
  /** Not yet believed. */
  readonly claims: Record<string, unknown>;
  /** Of the key that signed them, as the client published it (RFC 7638, SHA-256). */
  readonly thumbprint: Buffer;
}

/** @throws OAuthError `invalid_client` */
export async function verifySignature(
  assertion: string,
  { keys }: JSONWebKeySet,
): Promise<SignedClaims> {
  try {
    for (const key of keys) {
      const payload = await payloadSignedBy(key, assertion);
      if (!payload) continue;
      const thumbprint = Buffer.from(await calculateJwkThumbprint(key), 'base64url');
      return { claims: parse(payload), thumbprint };
    }
    throw new errors.JWKSNoMatchingKey();
  } catch (error) {
    throw invalidClient(`the assertion is not signed by the client: ${(error as Error).name}`);
  }
}

/** Null if it is not the key that the assertion names, or did not sign it. */
async function payloadSignedBy(key: JWK, assertion: string): Promise<Uint8Array | null> {
  try {
    return (await compactVerify(assertion, createLocalJWKSet({ keys: [key] }), OPTIONS)).payload;
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return null;
    if (error instanceof errors.JWSSignatureVerificationFailed) return null;
    throw error;
  }
}

function parse(payload: Uint8Array): Record<string, unknown> {
  const claims: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  if (typeof claims !== 'object' || claims === null) throw new TypeError('no claims');
  return claims as Record<string, unknown>;
}
