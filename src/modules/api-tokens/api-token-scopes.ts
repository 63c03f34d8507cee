import { ProblemError } from '../../kernel/errors/problem-error.js';
import { ScopeSet } from '../../kernel/scope-set.js';
import { isMcpScope, PROJECT_SCOPE_NAMES } from '../scopes-and-roles/scope-catalogue.js';

/** Those of the Product API: an API token is of no use at the MCP endpoint. */
const API_TOKEN_SCOPES: ReadonlySet<string> = new Set(
  PROJECT_SCOPE_NAMES.filter((scope) => !isMcpScope(scope)),
);

/** Names under which integrations of other servers of this API know some of the scopes. Deletion has to be named. */
const ALIASES: Readonly<Record<string, string>> = {
  ACCOUNT_READ: 'account:read',
  PROJECT_AUDIENCE_READ: 'audience:read',
  PROJECT_AUDIENCE_LIST: 'audience:list',
  PROJECT_AUDIENCE_WRITE: 'audience:write',
  PROJECT_AUDIENCE_DATA_BASIC: 'audience.basic:read',
  PROJECT_AUDIENCE_DATA_FULL: 'audience.full:read',
  PROJECT_AUDIENCE_DATA_EVENTS: 'events:read',
  PROJECT_CAMPAIGN_READ: 'campaigns:read',
  PROJECT_AUTOMATION_READ: 'automations:read',
  PROJECT_DIRECT_READ: 'sms:read',
  PROJECT_DIRECT_WRITE: 'sms:send',
};

/** The scopes that somebody chose for a token. @throws ProblemError 400 for none, or for names that no token can have */
export function readTokenScopes(chosen: readonly string[]): ScopeSet {
  const scopes = new ScopeSet(chosen.map((name) => ALIASES[name] ?? name));
  const unknown = [...scopes].filter((scope) => !API_TOKEN_SCOPES.has(scope));
  if (unknown.length > 0) {
    throw new ProblemError('invalid_request', `API tokens cannot have ${unknown.join(', ')}.`);
  }
  if (scopes.isEmpty) throw new ProblemError('invalid_request', 'An API token needs a scope.');
  return scopes;
}
