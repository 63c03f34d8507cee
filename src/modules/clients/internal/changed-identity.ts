import { isDeepStrictEqual } from 'node:util';
import { installationOf } from '../redirect-uri.js';
import type { ClientEntity } from './client.entity.js';

/**
 * The members by which people recognise an app, the facts shown about it, and its credentials. A change of any of them
 * invalidates earlier decisions on the app (CIMD-14, DCM-08, D17). The URLs are included because the consent page links
 * to them for verified apps, the grant types because that page says whether access persists.
 * (docs/decisions/0013-who-an-app-is.md)
 */
const PLAIN_MEMBERS = [
  'name',
  'logoUri',
  'clientUri',
  'tosUri',
  'policyUri',
  'tokenEndpointAuthMethod',
  'jwksUri',
] as const;

/** The members that form the identity, for every origin. */
export type Described = Pick<
  ClientEntity,
  (typeof PLAIN_MEMBERS)[number] | 'redirectUris' | 'jwks' | 'grantTypes'
>;

/** Members of the identity that differ; empty if it is unchanged. */
export function changedIdentity(before: Described, after: Described): string[] {
  const changed: string[] = PLAIN_MEMBERS.filter((member) => before[member] !== after[member]);
  if (!isDeepStrictEqual(asStored(before.jwks), asStored(after.jwks))) changed.push('jwks');
  for (const member of ['redirectUris', 'grantTypes'] as const) {
    if (!isDeepStrictEqual(asSet(before[member]), asSet(after[member]))) changed.push(member);
  }
  return changed;
}

const asStored = (keys: Described['jwks']): unknown => JSON.parse(JSON.stringify(keys));

/** Without order, and without the port of a loopback URI (RFC 8252 §7.3); another path may belong to another app. */
const asSet = (values: readonly string[]): Set<string> => new Set(values.map(installationOf));
