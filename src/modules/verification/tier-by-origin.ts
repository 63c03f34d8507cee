import { ScopeSet } from '../../kernel/scope-set.js';
import type { Client } from '../clients/client.js';
import { knownHostOf } from '../clients/known-hosts.js';
import type { ResourceKind } from '../scopes-and-roles/protected-resource.js';
import type { AppVerification } from './app-verification.js';

/** All scopes that an MCP client can have: the tools are ours, and the role limits each. */
const ASSISTANT = { tier: 'verified', approvedScopes: new ScopeSet(['mcp:read', 'mcp']) } as const;
const SELF_REGISTERED = { tier: 'self_registered', approvedScopes: ScopeSet.empty } as const;
const DEVELOPMENT = { tier: 'development', approvedScopes: ScopeSet.empty } as const;

/** The verification by origin at a resource, for an app without a review. */
export function tierByOrigin(
  { origin, clientId }: Pick<Client, 'origin' | 'clientId'>,
  kind: ResourceKind,
): Pick<AppVerification, 'tier' | 'approvedScopes'> {
  if (origin === 'portal') return DEVELOPMENT;
  if (origin !== 'metadata_document' || !knownHostOf(clientId)) return SELF_REGISTERED;
  return kind === 'mcp' ? ASSISTANT : DEVELOPMENT;
}
