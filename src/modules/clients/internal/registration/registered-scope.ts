import { ScopeSet } from '../../../../kernel/scope-set.js';
import { isAccountScope, isKnownScope } from '../../../scopes-and-roles/scope-catalogue.js';
import { UNREVIEWED_SCOPES } from '../../../scopes-and-roles/sensitivity.js';
import { invalidMetadata, readText, type MetadataDocument } from './metadata-members.js';

/**
 * The scopes a client registers: unknown ones are an error, those that need a review first are dropped. Null if
 * it names none, or none that it may have.
 */
export function readRegisteredScope(document: MetadataDocument): ScopeSet | null {
  const text = readText(document, 'scope');
  if (text === undefined) return null;
  const asked = ScopeSet.parse(text);
  if (asked === null) throw invalidMetadata('scope must be names separated by single spaces.');
  const names = asked.toArray();
  if (!names.every(isKnownScope)) {
    throw invalidMetadata('scope contains a name that is not in scopes_supported.');
  }
  const allowed = names.filter((name) => isAccountScope(name) || UNREVIEWED_SCOPES.has(name));
  return allowed.length === 0 ? null : new ScopeSet(allowed);
}
