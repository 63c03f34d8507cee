import { invalidMetadata } from '../../../../kernel/errors/oauth-error.js';
import { ScopeSet } from '../../../../kernel/scope-set.js';
import { isAccountScope, isKnownScope } from '../../../scopes-and-roles/scope-catalogue.js';
import { UNREVIEWED_SCOPES } from '../../../scopes-and-roles/sensitivity.js';
import { GRANT_TYPES_FOR_PEOPLE } from '../../client.js';
import type { ClientMetadata } from '../client-metadata.js';
import { readAppearance } from './appearance.js';
import { readAuthMethod } from './flow.js';
import { readText, type MetadataDocument } from './metadata-members.js';
import { readClientMetadata } from './read-client-metadata.js';

/**
 * Reads the metadata of dynamic registration and its replacement. Valid but unsupported values are dropped.
 * @throws OAuthError `invalid_redirect_uri` or `invalid_client_metadata`, with the reason
 */
export const readRegistration = (document: MetadataDocument): ClientMetadata =>
  readClientMetadata(document, {
    readAuthMethod,
    grantTypes: { offered: GRANT_TYPES_FOR_PEOPLE, refused: 'removed' },
    readAppearance,
    readScope,
  });

/** The scopes available to an unreviewed app; others are dropped. Null if none remains. */
export function withoutReviewed(names: readonly string[]): string[] | null {
  const allowed = names.filter((name) => isAccountScope(name) || UNREVIEWED_SCOPES.has(name));
  return allowed.length === 0 ? null : [...new ScopeSet(allowed)];
}

/** Unknown names are an error. */
function readScope(document: MetadataDocument): string[] | null {
  const text = readText(document, 'scope');
  if (text === undefined) return null;
  const asked = ScopeSet.parse(text);
  if (asked === null) throw invalidMetadata('scope must be names separated by single spaces.');
  if (![...asked].every(isKnownScope)) {
    throw invalidMetadata('scope contains a name that is not in scopes_supported.');
  }
  return withoutReviewed(asked.toArray());
}
