import { ScopeSet } from '../../../../kernel/scope-set.js';
import { isKnownScope } from '../../../scopes-and-roles/scope-catalogue.js';
import { GRANT_TYPES, GRANT_TYPES_FOR_PEOPLE, type ClientGrantType } from '../../client.js';
import { requireAppearance } from './appearance.js';
import { readAuthMethod } from './flow.js';
import { readIdTokenAlgorithm } from './id-token.js';
import {
  invalidMetadata,
  readFlag,
  readText,
  readTexts,
  type MetadataDocument,
} from './metadata-members.js';
import { readPublishedKeys } from './published-keys.js';
import type { Registration } from './read-registration.js';
import { readAddresses, type Addresses } from './redirect-uris.js';

/**
 * What an organisation says of an app of its own: the rules of registration, but for what nobody has to fear of it. It
 * may declare any scope and act in its own name; and what it says wrong is an error, never quietly left out.
 * @throws OAuthError `invalid_redirect_uri` or `invalid_client_metadata`, saying what to mend
 */
export function readPortalApp(document: MetadataDocument, organisationId: string): Registration {
  const { tokenEndpointAuthMethod } = readAuthMethod(document);
  const grantTypes = readGrantTypes(document);
  if (grantTypes.includes('client_credentials') && tokenEndpointAuthMethod === 'none') {
    throw invalidMetadata('client_credentials needs a secret or a key: another auth method.');
  }
  return {
    origin: 'portal',
    organisationId,
    ...readPlaces(document, grantTypes),
    tokenEndpointAuthMethod,
    authMethodDefaulted: false,
    ...readPublishedKeys(document, tokenEndpointAuthMethod),
    ...requireAppearance(document),
    grantTypes,
    idTokenSignedResponseAlg: readIdTokenAlgorithm(document),
    dpopBoundAccessTokens: readFlag(document, 'dpop_bound_access_tokens'),
    requirePushedAuthorizationRequests: readFlag(document, 'require_pushed_authorization_requests'),
    scope: readDeclaredScope(document).toArray(),
  };
}

function readGrantTypes(document: MetadataDocument): ClientGrantType[] {
  const asked = readTexts(document, 'grant_types') ?? [...GRANT_TYPES_FOR_PEOPLE];
  const types = GRANT_TYPES.filter((type) => asked.includes(type));
  if (types.length === 0 || types.length !== new Set(asked).size) {
    throw invalidMetadata(`grant_types must be some of ${GRANT_TYPES.join(', ')}.`);
  }
  if (types.includes('refresh_token') && !types.includes('authorization_code')) {
    throw invalidMetadata('refresh_token needs authorization_code.');
  }
  return types;
}

/** Only an app that sends people here has places where they come back to. */
function readPlaces(document: MetadataDocument, types: readonly ClientGrantType[]): Addresses {
  if (types.includes('authorization_code')) return readAddresses(document);
  if (document.redirect_uris !== undefined) {
    throw invalidMetadata('redirect_uris are for authorization_code.');
  }
  return { redirectUris: [], applicationType: 'web' };
}

function readDeclaredScope(document: MetadataDocument): ScopeSet {
  const scope = ScopeSet.parse(readText(document, 'scope') ?? '');
  if (!scope || ![...scope].every(isKnownScope)) {
    throw invalidMetadata('scope must be names of scopes_supported, separated by single spaces.');
  }
  return scope;
}
