import { ScopeSet } from '../../../../kernel/scope-set.js';
import { isAccountScope } from '../../../scopes-and-roles/scope-catalogue.js';
import { UNREVIEWED_SCOPES } from '../../../scopes-and-roles/sensitivity.js';
import { GRANT_TYPES_FOR_PEOPLE, type ClientGrantType } from '../../client.js';
import type { NewClient } from '../clients.repository.js';
import { readAppearance } from '../registration/appearance.js';
import { checkResponseTypes } from '../registration/flow.js';
import { readIdTokenAlgorithm } from '../registration/id-token.js';
import {
  invalidMetadata,
  readFlag,
  readText,
  readTexts,
  type MetadataDocument,
} from '../registration/metadata-members.js';
import { readPublishedKeys } from '../registration/published-keys.js';
import { readAddresses } from '../registration/redirect-uris.js';

/** What a document says of its app, ready to be stored. */
export type DescribedClient = Omit<NewClient, 'id' | 'origin' | 'organisationId' | 'secretHash'>;

/** A document has no place for a secret, so only these are left (CIMD §4.1). */
const METHODS = ['none', 'private_key_jwt'] as const;

/**
 * Reads a metadata document (CIMD §4.1). It is written for many servers: what we do not have is left out rather
 * than refused, as long as something remains.
 * @throws OAuthError saying what to mend
 */
export function readMetadataDocument(url: string, document: MetadataDocument): DescribedClient {
  checkIdentity(url, document);
  checkResponseTypes(document);
  const { redirectUris, applicationType } = readAddresses(document);
  const tokenEndpointAuthMethod = negotiateMethod(document);
  return {
    ...readAppearance(document),
    ...readPublishedKeys(document, tokenEndpointAuthMethod),
    applicationType,
    // In an order of their own: another order in the document is no change.
    redirectUris: redirectUris.sort(),
    tokenEndpointAuthMethod,
    authMethodDefaulted: false,
    grantTypes: readGrantTypes(document),
    scope: readScope(document),
    idTokenSignedResponseAlg: readIdTokenAlgorithm(document),
    dpopBoundAccessTokens: readFlag(document, 'dpop_bound_access_tokens'),
    requirePushedAuthorizationRequests: readFlag(document, 'require_pushed_authorization_requests'),
  };
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
 * The declared method, or the first we have of those the app says it could use (ChatGPT names several); `none` if
 * it says nothing, for the default of RFC 7591 would need a secret.
 */
function negotiateMethod(document: MetadataDocument): (typeof METHODS)[number] {
  const possible = readTexts(document, 'token_endpoint_auth_methods_supported');
  const declared = readText(document, 'token_endpoint_auth_method');
  if (declared?.startsWith('client_secret_')) {
    throw invalidMetadata('token_endpoint_auth_method must not need a secret.');
  }
  const wanted = [declared ?? (possible ? undefined : 'none'), ...(possible ?? [])];
  const method = wanted.flatMap((name) => METHODS.filter((known) => known === name))[0];
  if (!method) throw invalidMetadata('token_endpoint_auth_method must be none or private_key_jwt.');
  return method;
}

function readGrantTypes(document: MetadataDocument): ClientGrantType[] {
  const asked = readTexts(document, 'grant_types') ?? [...GRANT_TYPES_FOR_PEOPLE];
  if (!asked.includes('authorization_code')) {
    throw invalidMetadata('grant_types must contain authorization_code.');
  }
  return GRANT_TYPES_FOR_PEOPLE.filter((type) => asked.includes(type));
}

/** Names of ours only: the others mean something elsewhere. */
function readScope(document: MetadataDocument): string[] | null {
  const asked = ScopeSet.parse(readText(document, 'scope') ?? '') ?? ScopeSet.empty;
  const ours = [...asked].filter((name) => isAccountScope(name) || UNREVIEWED_SCOPES.has(name));
  return ours.length === 0 ? null : ours;
}
