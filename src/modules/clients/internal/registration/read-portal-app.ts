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
 * What an organisation says of an app of its own: the rules of registration, but for what nobody has to fear of it. It
 * may declare any scope and act in its own name; and what it says wrong is an error, never quietly left out.
 * @throws OAuthError `invalid_redirect_uri` or `invalid_client_metadata`, saying what to mend
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
  return scope.toArray();
}
