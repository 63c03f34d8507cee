import { invalidMetadata } from '../../../../kernel/errors/oauth-error.js';
import { ScopeSet } from '../../../../kernel/scope-set.js';
import { isKnownScope } from '../../../scopes-and-roles/scope-catalogue.js';
import { GRANT_TYPES } from '../../client.js';
import type { ClientMetadata } from '../client-metadata.js';
import { requireAppearance } from './appearance.js';
import { readAuthMethod } from './flow.js';
import { readText, type MetadataDocument } from './metadata-members.js';
import { readClientMetadata } from './read-client-metadata.js';

/**
 * Reads the metadata of a portal app: the rules of registration with fewer limits, since its organisation is known. It
 * may declare any scope and use `client_credentials`; an unsupported value is an error, never dropped.
 * @throws OAuthError `invalid_redirect_uri` or `invalid_client_metadata`, with the reason
 */
export const readPortalApp = (document: MetadataDocument): ClientMetadata =>
  readClientMetadata(document, {
    readAuthMethod: () => ({ ...readAuthMethod(document), authMethodDefaulted: false }),
    grantTypes: { offered: GRANT_TYPES, refused: 'unknown' },
    readAppearance: requireAppearance,
    readScope,
  });

function readScope(document: MetadataDocument): string[] {
  const scope = ScopeSet.parse(readText(document, 'scope') ?? '');
  if (!scope || ![...scope].every(isKnownScope)) {
    throw invalidMetadata('scope must be names of scopes_supported, separated by single spaces.');
  }
  return [...scope];
}
