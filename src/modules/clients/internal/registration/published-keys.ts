import { invalidMetadata } from '../../../../kernel/errors/oauth-error.js';
import type { JSONWebKeySet } from 'jose';
import { UnfitKey } from '../../../../platform/keys/public-jwk.js';
import { findAddressFault } from '../../../../platform/outbound/destination.js';
import type { AuthMethod } from '../../client.js';
import { readPublicKeys } from '../keys/public-keys.js';
import { readHttpsUri } from './appearance.js';
import type { MetadataDocument } from './metadata-members.js';

export interface PublishedKeys {
  readonly jwks: JSONWebKeySet | null;
  readonly jwksUri: string | null;
}

/**
 * The keys of a `private_key_jwt` client, in the document or at a `jwks_uri` that is fetched when needed (C2). For
 * other methods keys are checked and not stored.
 * @throws OAuthError `invalid_client_metadata`
 */
export function readPublishedKeys(document: MetadataDocument, method: AuthMethod): PublishedKeys {
  const published = { jwks: readKeys(document), jwksUri: readAddress(document) };
  const given = Object.values(published).filter((keys) => keys !== null).length;
  if (given > 1) throw invalidMetadata('jwks and jwks_uri exclude each other.');
  if (method !== 'private_key_jwt') return { jwks: null, jwksUri: null };
  if (given === 0) throw invalidMetadata('private_key_jwt needs jwks or jwks_uri.');
  return published;
}

/** A URL that can never be fetched is an error now, and not at the first token request. */
function readAddress(document: MetadataDocument): string | null {
  const uri = readHttpsUri(document, 'jwks_uri');
  const fault = uri === null ? null : findAddressFault(new URL(uri));
  if (fault !== null) throw invalidMetadata(`jwks_uri can never be fetched: ${fault}.`);
  return uri;
}

function readKeys({ jwks: value = null }: MetadataDocument): JSONWebKeySet | null {
  if (value === null) return null;
  try {
    return readPublicKeys(value);
  } catch (error) {
    if (!(error instanceof UnfitKey)) throw error;
    throw invalidMetadata(`jwks ${error.message}.`);
  }
}
