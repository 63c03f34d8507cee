import { ScopeSet } from '../../kernel/scope-set.js';
import { ROLES, type Role } from '../projects/role.js';
import { PROJECT_SCOPE_NAMES, type ProjectScope } from './scope-catalogue.js';

const EVERYONE = ROLES;
const ADMINS = ['owner', 'admin'] as const;
const BUILDERS = ['owner', 'admin', 'developer', 'marketer'] as const;
const SENDERS = ['owner', 'admin', 'marketer'] as const;
const TECHNICAL = ['owner', 'admin', 'developer'] as const;
const LOOKING = ['owner', 'admin', 'developer', 'marketer', 'analyst'] as const;

/** Which roles may have a scope. The guard, the consent page, the documentation and the tests all use this table. */
export const ROLES_OF_SCOPE: Record<ProjectScope, readonly Role[]> = {
  'project:read': EVERYONE,
  'account:read': ADMINS,
  'reports:read': EVERYONE,
  'audit:read': ADMINS,
  'audience:read': LOOKING,
  'audience:list': SENDERS,
  'audience.basic:read': BUILDERS,
  'audience.full:read': SENDERS,
  'events:read': LOOKING,
  'segments:read': EVERYONE,
  'audience:write': SENDERS,
  'audience:delete': ADMINS,
  'segments:write': SENDERS,
  'datasources:read': EVERYONE,
  'datasources:write': BUILDERS,
  'contacts:ingest': BUILDERS,
  'events:ingest': BUILDERS,
  'campaigns:read': EVERYONE,
  'automations:read': EVERYONE,
  'senders:read': EVERYONE,
  'sms:read': ['owner', 'admin', 'marketer', 'analyst'],
  'campaigns:write': SENDERS,
  'automations:write': SENDERS,
  'senders:write': ADMINS,
  'campaigns:send': SENDERS,
  'automations:activate': SENDERS,
  'sms:send': SENDERS,
  'specs:write': TECHNICAL,
  'webhooks:read': TECHNICAL,
  'webhooks:write': TECHNICAL,
  // Every role may connect an AI client; what it may do follows from the scopes that each tool needs of the role.
  'mcp:read': EVERYONE,
  mcp: EVERYONE,
};

const CEILINGS = Object.fromEntries(
  ROLES.map((role) => [
    role,
    new ScopeSet(PROJECT_SCOPE_NAMES.filter((scope) => ROLES_OF_SCOPE[scope].includes(role))),
  ]),
) as Record<Role, ScopeSet>;

/** The most scopes that a role may grant or use. An unknown role has none. */
export const ceilingOf = (role: Role): ScopeSet =>
  (CEILINGS as Partial<Record<Role, ScopeSet>>)[role] ?? ScopeSet.empty;
