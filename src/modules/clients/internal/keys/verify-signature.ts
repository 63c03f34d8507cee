import { compactVerify, createLocalJWKSet, errors, type JSONWebKeySet } from 'jose';
import { invalidClient } from '../../../../kernel/errors/oauth-error.js';
import { ASSERTION_ALGORITHMS } from '../../client.js';

const OPTIONS = { algorithms: [...ASSERTION_ALGORITHMS] };

/** @returns the signed claims, not yet believed. @throws OAuthError `invalid_client` */
export async function verifySignature(
  assertion: string,
  keys: JSONWebKeySet,
): Promise<Record<string, unknown>> {
  try {
    return parse(await payloadOf(assertion, keys));
  } catch (error) {
    throw invalidClient(`the assertion is not signed by the client: ${(error as Error).name}`);
  }
}

async function payloadOf(assertion: string, keys: JSONWebKeySet): Promise<Uint8Array> {
  try {
    return (await compactVerify(assertion, createLocalJWKSet(keys), OPTIONS)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    // Without a key id, any of the keys that fit the algorithm may be the one.
    for await (const key of error) {
      const verified = await compactVerify(assertion, key, OPTIONS).catch(() => null);
      if (verified) return verified.payload;
    }
    throw error;
  }
}

function parse(payload: Uint8Array): Record<string, unknown> {
  const claims: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  if (typeof claims !== 'object' || claims === null) throw new TypeError('no claims');
  return claims as Record<string, unknown>;
}
