import { canonicalResource } from '../../kernel/resource-identifier.js';
import { isAccountScope, isMcpScope, type ProjectScope } from './scope-catalogue.js';

/**
 * The two protected resources, each token having one of them as its audience (RFC 8707 §3): Product API and MCP
 * endpoint.
 */
export type ResourceKind = 'api' | 'mcp';

/** The scope for an app that neither requests one at the resource nor registered one. */
export const DEFAULT_SCOPES: Readonly<Record<ResourceKind, ProjectScope>> = {
  api: 'project:read',
  mcp: 'mcp:read',
};

/** For a resource identifier of this server, `{issuer}/v1` or `{issuer}/mcp`. */
export const kindOfResource = (identifier: string): ResourceKind =>
  identifier.endsWith('/mcp') ? 'mcp' : 'api';

/** Whether a scope is valid at a resource; account scopes are valid at both. */
export const isScopeAt = (kind: ResourceKind, scope: string): boolean =>
  isAccountScope(scope) || isMcpScope(scope) === (kind === 'mcp');

/**
 * Which of `identifiers` a `resource` parameter means, or null. The bare issuer means the MCP endpoint, since some MCP
 * clients keep only the origin of its URL. @throws OAuthError `invalid_target`
 */
export function findResource(asked: string, identifiers: readonly string[]): string | null {
  const name = canonicalResource(asked);
  const isMeant = (identifier: string): boolean =>
    identifier === name ||
    (kindOfResource(identifier) === 'mcp' && new URL(identifier).origin === name);
  return identifiers.find(isMeant) ?? null;
}
