import type { NewClient } from '../clients.repository.js';
import { readAppearance } from './appearance.js';
import { checkResponseTypes, readAuthMethod, readGrantTypes } from './flow.js';
import { readIdTokenAlgorithm } from './id-token.js';
import { readFlag, type MetadataDocument } from './metadata-members.js';
import { readPublishedKeys } from './published-keys.js';
import { readAddresses } from './redirect-uris.js';
import { readRegisteredScope } from './registered-scope.js';

/** What an app says of itself when it registers, or when it replaces what it said. */
export type Registration = Omit<NewClient, 'id' | 'secretHash'>;

/**
 * One set of rules for both: whatever is left out gets its default (RFC 7591 §2, RFC 7592 §2.2).
 * @throws OAuthError `invalid_redirect_uri` or `invalid_client_metadata`, saying what to mend
 */
export function readRegistration(document: MetadataDocument): Registration {
  checkResponseTypes(document);
  const method = readAuthMethod(document);
  return {
    origin: 'dynamic',
    organisationId: null,
    ...readAddresses(document),
    ...method,
    ...readPublishedKeys(document, method.tokenEndpointAuthMethod),
    ...readAppearance(document),
    grantTypes: readGrantTypes(document),
    idTokenSignedResponseAlg: readIdTokenAlgorithm(document),
    dpopBoundAccessTokens: readFlag(document, 'dpop_bound_access_tokens'),
    requirePushedAuthorizationRequests: readFlag(document, 'require_pushed_authorization_requests'),
    scope: readRegisteredScope(document)?.toArray() ?? null,
  };
}
