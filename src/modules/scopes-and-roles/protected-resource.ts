import { canonicalResource } from '../../kernel/resource-identifier.js';
import { isAccountScope, isMcpScope, type ProjectScope } from './scope-catalogue.js';

/** The two places where access tokens are good, each token at one of them (RFC 8707 §3): Product API and MCP endpoint. */
export type ResourceKind = 'api' | 'mcp';

/** What an app gets at each that neither asks for a scope there nor registered one. */
export const DEFAULT_SCOPES: Readonly<Record<ResourceKind, ProjectScope>> = {
  api: 'project:read',
  mcp: 'mcp:read',
};

/** Of an identifier of ours, `{issuer}/v1` or `{issuer}/mcp`. */
export const kindOfResource = (identifier: string): ResourceKind =>
  identifier.endsWith('/mcp') ? 'mcp' : 'api';

/** Whether a scope means anything at a resource; those of the account do at both. */
export const isScopeAt = (kind: ResourceKind, scope: string): boolean =>
  isAccountScope(scope) || isMcpScope(scope) === (kind === 'mcp');

/**
 * Which of `identifiers` a `resource` parameter means, or null. The bare issuer stands for the MCP endpoint, since
 * some MCP clients keep nothing of its address but the origin. @throws OAuthError `invalid_target`
 */
export function findResource(asked: string, identifiers: readonly string[]): string | null {
  const name = canonicalResource(asked);
  const isMeant = (identifier: string): boolean =>
    identifier === name ||
    (kindOfResource(identifier) === 'mcp' && new URL(identifier).origin === name);
  return identifiers.find(isMeant) ?? null;
}
