import { invalidMetadata } from '../../../../kernel/errors/oauth-error.js';
import { ScopeSet } from '../../../../kernel/scope-set.js';
import { GRANT_TYPES_FOR_PEOPLE } from '../../client.js';
import type { ClientMetadata } from '../client-metadata.js';
import { readAppearance } from '../registration/appearance.js';
import type { ChosenAuthMethod } from '../registration/flow.js';
import { readText, readTexts, type MetadataDocument } from '../registration/metadata-members.js';
import { readClientMetadata } from '../registration/read-client-metadata.js';
import { withoutReviewed } from '../registration/read-registration.js';

/** A document cannot contain a secret, so only these are possible (CIMD §4.1). */
const METHODS = ['none', 'private_key_jwt'] as const;

/**
 * Reads a metadata document (CIMD §4.1). It is written for many servers: unsupported values are ignored, as long as a
 * usable one remains.
 * @throws OAuthError with the reason
 */
export function readMetadataDocument(url: string, document: MetadataDocument): ClientMetadata {
  checkIdentity(url, document);
  const metadata = readClientMetadata(document, {
    readAuthMethod: negotiateMethod,
    grantTypes: { offered: GRANT_TYPES_FOR_PEOPLE, refused: 'none' },
    readAppearance,
    readScope,
  });
  // Sorted: another order in the document is no change.
  return { ...metadata, redirectUris: metadata.redirectUris.sort() };
}

function checkIdentity(url: string, document: MetadataDocument): void {
  if (document.client_id !== url) throw invalidMetadata('client_id is not the URL it is found at.');
  if ('client_secret' in document || 'client_secret_expires_at' in document) {
    throw invalidMetadata('A public document must not have a client_secret.');
  }
  if (readText(document, 'client_name') === undefined)
    throw invalidMetadata('client_name is missing.');
}

/**
 * The declared method, or the first supported one of those listed (ChatGPT lists several); `none` by default, since
 * that of RFC 7591 would need a secret.
 */
function negotiateMethod(document: MetadataDocument): ChosenAuthMethod {
  const possible = readTexts(document, 'token_endpoint_auth_methods_supported');
  const declared = readText(document, 'token_endpoint_auth_method');
  if (declared?.startsWith('client_secret_')) {
    throw invalidMetadata('token_endpoint_auth_method must not need a secret.');
  }
  const wanted = [declared ?? (possible ? undefined : 'none'), ...(possible ?? [])];
  const method = wanted.flatMap((name) => METHODS.filter((known) => known === name))[0];
  if (!method) throw invalidMetadata('token_endpoint_auth_method must be none or private_key_jwt.');
  return { tokenEndpointAuthMethod: method, authMethodDefaulted: false };
}

/** Only scopes of this server: others belong to other servers. */
const readScope = (document: MetadataDocument): string[] | null =>
  withoutReviewed((ScopeSet.parse(readText(document, 'scope') ?? '') ?? ScopeSet.empty).toArray());
