import { isDeepStrictEqual } from 'node:util';
import { installationOf } from '../redirect-uri.js';
import type { ClientEntity } from './client.entity.js';

/**
 * What people recognise an app by, what they are told of it, and how it proves itself. After a change of any of it
 * nothing that was decided about the app holds any more (CIMD-14, DCM-08, D17). The addresses belong to it because
 * the consent page links to them for verified apps, the grant types because it says whether access persists.
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

/** What decides who an app is, however it came in. */
export type Described = Pick<
  ClientEntity,
  (typeof PLAIN_MEMBERS)[number] | 'redirectUris' | 'jwks' | 'grantTypes'
>;

/** Members of the identity that differ; empty if the app stays who it was. */
export function changedIdentity(before: Described, after: Described): string[] {
  const changed: string[] = PLAIN_MEMBERS.filter((member) => before[member] !== after[member]);
  if (!isDeepStrictEqual(asStored(before.jwks), asStored(after.jwks))) changed.push('jwks');
  for (const member of ['redirectUris', 'grantTypes'] as const) {
    if (!isDeepStrictEqual(asSet(before[member]), asSet(after[member]))) changed.push(member);
  }
  return changed;
}

const asStored = (keys: Described['jwks']): unknown => JSON.parse(JSON.stringify(keys));

/** Their order means nothing, nor the port of a loopback URI (RFC 8252 §7.3); another path may be somebody else's. */
const asSet = (values: readonly string[]): Set<string> => new Set(values.map(installationOf));
