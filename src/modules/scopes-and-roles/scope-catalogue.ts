import { ScopeSet } from '../../kernel/scope-set.js';
import { entry, type ScopeEntry } from './scope-entry.js';

/**
 * Every scope of projects. A new one is a line here and a row in `role-ceilings.ts`.
 * A write scope does not include the read scope: an app requests both.
 */
export const PROJECT_SCOPES = {
  'project:read': entry(
    'Project',
    'standard',
    'Project',
    'see your project’s name, settings and list of fields',
  ),
  'account:read': entry(
    'Project',
    'sensitive',
    'Account',
    'see your organisation’s plan, balance and spending',
  ),
  'reports:read': entry(
    'Project',
    'standard',
    'Reports',
    'see totals: messages sent, delivered, clicked and what they cost',
  ),
  'audit:read': entry(
    'Project',
    null,
    'Audit log',
    'see who did what in your project, when, and from which address',
  ),
  'audience:read': entry(
    'Contacts',
    'standard',
    'Look up contacts',
    'look up one contact at a time and count your audience, without names, phone numbers or emails',
  ),
  'audience:list': entry(
    'Contacts',
    'sensitive',
    'List contacts',
    'go through your whole audience, contact by contact',
  ),
  'audience.basic:read': entry(
    'Contacts',
    'sensitive',
    'Names and addresses',
    'see contacts’ names, phone numbers and email addresses',
  ),
  'audience.full:read': entry(
    'Contacts',
    'restricted',
    'All contact data',
    'see everything you store about your contacts, including your own custom fields',
  ),
  'events:read': entry(
    'Contacts',
    'sensitive',
    'Events',
    'see what your contacts did: purchases, visits and other events',
  ),
  'segments:read': entry(
    'Contacts',
    'standard',
    'Segments',
    'see your segments and how many contacts are in them',
  ),
  'audience:write': entry(
    'Contacts',
    'sensitive',
    'Change contacts',
    'subscribe or unsubscribe contacts and edit their details',
  ),
  'audience:delete': entry(
    'Contacts',
    'restricted',
    'Delete contacts',
    'permanently delete contacts and their history',
  ),
  'segments:write': entry(
    'Contacts',
    'sensitive',
    'Change segments',
    'create, change and delete segments, which changes who gets your messages',
  ),
  'datasources:read': entry(
    'Data in',
    'standard',
    'Data sources',
    'see where your contact data comes from',
  ),
  'datasources:write': entry(
    'Data in',
    'sensitive',
    'Change data sources',
    'create and change sources of contact data',
  ),
  'contacts:ingest': entry(
    'Data in',
    'sensitive',
    'Add contacts',
    'add contacts to your project and overwrite their details',
  ),
  'events:ingest': entry(
    'Data in',
    'sensitive',
    'Record events',
    'record events for your contacts, which can start automations',
  ),
  'campaigns:read': entry(
    'Messages',
    'standard',
    'Campaigns',
    'see your campaigns and their results',
  ),
  'automations:read': entry(
    'Messages',
    'standard',
    'Automations',
    'see your automations and their results',
  ),
  'senders:read': entry(
    'Messages',
    'standard',
    'Senders',
    'see your sender names and price estimates',
  ),
  'sms:read': entry(
    'Messages',
    'sensitive',
    'Sent messages',
    'read the text messages you sent, with the recipients',
  ),
  'campaigns:write': entry(
    'Messages',
    'sensitive',
    'Draft campaigns',
    'prepare campaign drafts (cannot send them)',
  ),
  'automations:write': entry(
    'Messages',
    'sensitive',
    'Edit automations',
    'prepare and edit automations (cannot switch them on)',
  ),
  'senders:write': entry(
    'Messages',
    'sensitive',
    'Request senders',
    'request new sender names in your name',
  ),
  'campaigns:send': entry(
    'Messages',
    'restricted',
    'Send campaigns',
    'send campaigns to your contacts and spend your balance',
  ),
  'automations:activate': entry(
    'Messages',
    'restricted',
    'Switch automations',
    'switch automations on and off; these send messages and spend your balance',
  ),
  'sms:send': entry(
    'Messages',
    'restricted',
    'Send messages',
    'send text messages to your contacts and spend your balance',
  ),
  'specs:write': entry(
    'Settings',
    'sensitive',
    'Fields and event types',
    'add and change custom fields and event types',
  ),
  'webhooks:read': entry(
    'Settings',
    'standard',
    'Notifications',
    'see where this project sends notifications',
  ),
  'webhooks:write': entry(
    'Settings',
    'sensitive',
    'Change notifications',
    'have activity in your project sent to an address of the app’s choice',
  ),
  'mcp:read': entry(
    'Assistants',
    'standard',
    'Look things up',
    'look things up for an AI assistant, as far as your role goes and without your contacts’ personal data',
  ),
  mcp: entry(
    'Assistants',
    'sensitive',
    'Use every tool',
    'use every tool we have for AI assistants, as far as your role goes, also those that prepare changes',
  ),
} as const satisfies Record<string, ScopeEntry>;

export type ProjectScope = keyof typeof PROJECT_SCOPES;

/** Those of the MCP endpoint; all others are the Product API's. `mcp` includes `mcp:read`. */
const MCP_SCOPE_NAMES = ['mcp:read', 'mcp'] as const satisfies readonly ProjectScope[];

export type McpScope = (typeof MCP_SCOPE_NAMES)[number];
export type ApiScope = Exclude<ProjectScope, McpScope>;

/** Those that an app can be granted. The others are for API tokens only. */
export type AppScope = {
  [Scope in ProjectScope]: (typeof PROJECT_SCOPES)[Scope]['sensitivity'] extends null
    ? never
    : Scope;
}[ProjectScope];

/** Scopes about the person's account rather than a project; the sentence completes "This app will be able to …". */
export const ACCOUNT_SCOPES = {
  openid: { title: 'Sign-in', sentence: 'sign you in with your account here' },
  profile: { title: 'Name', sentence: 'see your name and picture' },
  email: { title: 'E-mail address', sentence: 'see your e-mail address' },
  offline_access: {
    title: 'While you are away',
    sentence: 'keep this access when you are not using the app, until you remove it',
  },
} as const satisfies Record<string, Pick<ScopeEntry, 'title' | 'sentence'>>;

export type AccountScope = keyof typeof ACCOUNT_SCOPES;

export const PROJECT_SCOPE_NAMES = Object.keys(PROJECT_SCOPES) as ProjectScope[];
export const ACCOUNT_SCOPE_NAMES = Object.keys(ACCOUNT_SCOPES);

/** Whether an app can ask for a scope of projects. */
export const isAppScope = (scope: string): scope is AppScope =>
  Object.hasOwn(PROJECT_SCOPES, scope) &&
  PROJECT_SCOPES[scope as ProjectScope].sensitivity !== null;

export const APP_SCOPE_NAMES = PROJECT_SCOPE_NAMES.filter(isAppScope);
export const EVERY_APP_SCOPE = new ScopeSet(APP_SCOPE_NAMES);

export const isMcpScope = (scope: string): scope is McpScope =>
  (MCP_SCOPE_NAMES as readonly string[]).includes(scope);

export const isAccountScope = (scope: string): scope is AccountScope =>
  Object.hasOwn(ACCOUNT_SCOPES, scope);

/** Whether OAuth knows a scope. */
export const isKnownScope = (scope: string): boolean => isAppScope(scope) || isAccountScope(scope);
