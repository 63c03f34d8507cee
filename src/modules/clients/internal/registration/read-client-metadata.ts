import { invalidMetadata } from '../../../../kernel/errors/oauth-error.js';
import type { ClientMetadata } from '../client-metadata.js';
import type { Appearance } from './appearance.js';
import {
  checkResponseTypes,
  readGrantTypes,
  readIdTokenAlgorithm,
  type ChosenAuthMethod,
  type GrantTypeRules,
} from './flow.js';
import { readFlag, type MetadataDocument } from './metadata-members.js';
import { readPublishedKeys } from './published-keys.js';
import { readRedirectUris } from './redirect-uris.js';

/** The differences between the origins of clients. */
export interface MetadataRules {
  readonly readAuthMethod: (document: MetadataDocument) => ChosenAuthMethod;
  readonly grantTypes: GrantTypeRules;
  readonly readAppearance: (document: MetadataDocument) => Appearance;
  /** Names of scopes; null if there are none. */
  readonly readScope: (document: MetadataDocument) => string[] | null;
}

/**
 * Reads client metadata, from registration, a document or the portal, for new and changed clients: omitted members get
 * their defaults (RFC 7591 §2, RFC 7592 §2.2).
 * @throws OAuthError `invalid_redirect_uri` or `invalid_client_metadata`, with the reason
 */
export function readClientMetadata(
  document: MetadataDocument,
  rules: MetadataRules,
): ClientMetadata {
  checkResponseTypes(document);
  const method = rules.readAuthMethod(document);
  const grantTypes = readGrantTypes(document, rules.grantTypes);
  if (grantTypes.includes('client_credentials') && method.tokenEndpointAuthMethod === 'none') {
    throw invalidMetadata('client_credentials needs a secret or a key: another auth method.');
  }
  return {
    ...readRedirectUris(document, grantTypes),
    ...method,
    ...readPublishedKeys(document, method.tokenEndpointAuthMethod),
    ...rules.readAppearance(document),
    grantTypes,
    idTokenSignedResponseAlg: readIdTokenAlgorithm(document),
    dpopBoundAccessTokens: readFlag(document, 'dpop_bound_access_tokens'),
    requirePushedAuthorizationRequests: readFlag(document, 'require_pushed_authorization_requests'),
    scope: rules.readScope(document),
  };
}
