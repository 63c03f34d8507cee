import { createHash } from 'node:crypto';
import { ScopeSet } from '../kernel/scope-set.js';
import { secretFrom } from '../kernel/secret.js';
import type { NewProject } from '../modules/projects/projects.service.js';
import type { Role } from '../modules/projects/role.js';

/** The password of every demo account, printed at start; it exists only with demo data. */
export const DEMO_PASSWORD = 'demo-password';

export type DemoProjectKey = 'spain' | 'international' | 'lab' | 'travel' | 'brightline';

export interface DemoProject extends Omit<NewProject, 'organisationId'> {
  readonly organisation: 'Olivar Market' | 'Nordlicht Travel' | 'Brightline Analytics';
  readonly contacts: number;
  readonly events: number;
  /** Sender name of its text messages. */
  readonly sender: string;
  /** A sender for North America, where names are not delivered. */
  readonly senderNumber?: string;
}

export const DEMO_PROJECTS: Readonly<Record<DemoProjectKey, DemoProject>> = {
  spain: {
    organisation: 'Olivar Market',
    name: 'Olivar España',
    plan: 'pro',
    locale: 'es',
    timezone: 'Europe/Madrid',
    contacts: 2_000,
    events: 20_000,
    sender: 'OLIVAR',
  },
  international: {
    organisation: 'Olivar Market',
    name: 'Olivar International',
    plan: 'max',
    locale: 'en',
    timezone: 'UTC',
    contacts: 200,
    events: 1_000,
    sender: 'OLIVAR',
    senderNumber: '+16465550123',
  },
  lab: {
    organisation: 'Olivar Market',
    name: 'Olivar Lab',
    plan: 'free',
    locale: 'es',
    timezone: 'Europe/Madrid',
    contacts: 20,
    events: 40,
    sender: 'OLIVARLAB',
  },
  travel: {
    organisation: 'Nordlicht Travel',
    name: 'Nordlicht Reisen',
    plan: 'pro',
    locale: 'de',
    timezone: 'Europe/Berlin',
    defaultCountry: 'DE',
    contacts: 120,
    events: 500,
    sender: 'NORDLICHT',
  },
  brightline: {
    organisation: 'Brightline Analytics',
    name: 'Brightline Sandbox',
    plan: 'pro',
    kind: 'sandbox',
    locale: 'en',
    timezone: 'UTC',
    contacts: 20,
    events: 40,
    sender: 'BRIGHTLINE',
  },
};

export interface DemoPerson {
  readonly name: string;
  readonly email: string;
  readonly roles: Readonly<Partial<Record<DemoProjectKey, Role>>>;
}

/** Sees the apps of Brightline in the developer portal. */
export const DEMO_DEVELOPER = 'bea@brightline.example';

/** "Olivar España" has all six roles; Marta has another role in each of her projects. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  {
    name: 'Olivia Prado',
    email: 'olivia@olivar.example',
    roles: { spain: 'owner', international: 'owner', lab: 'owner' },
  },
  { name: 'Adrián Vega', email: 'adrian@olivar.example', roles: { spain: 'admin' } },
  {
    name: 'Darío Soto',
    email: 'dario@olivar.example',
    roles: { spain: 'developer', international: 'developer' },
  },
  {
    name: 'Marta Gil',
    email: 'marta@olivar.example',
    roles: { spain: 'marketer', international: 'viewer', travel: 'analyst' },
  },
  { name: 'Ana Reyes', email: 'ana@olivar.example', roles: { spain: 'analyst' } },
  { name: 'Víctor Mora', email: 'victor@olivar.example', roles: { spain: 'viewer' } },
  { name: 'Nora Lindgren', email: 'nora@nordlicht.example', roles: { travel: 'owner' } },
  { name: 'Bea Torres', email: DEMO_DEVELOPER, roles: { brightline: 'owner' } },
];

/** Of the operator: reviews apps, and suspends them. */
export const DEMO_STAFF = { name: 'Sam Iglesias', email: 'sam@staff.example' } as const;

/** What another company's apps have in common. */
const BRIGHTLINE = {
  organisation: 'Brightline Analytics',
  clientUri: 'https://brightline.example',
  verifiedDomain: 'brightline.example',
  redirectUri: 'http://127.0.0.1/callback',
} as const;

/** A registered and verified app of another company, so that members of any role can connect it. */
export const DEMO_APP = {
  /** Constant, so that documentation can refer to it: `app_01jgfjjz00e008000000000001`. */
  id: '01941f29-7c00-7000-8000-000000000001',
  ...BRIGHTLINE,
  name: 'Brightline Insights',
  scope: new ScopeSet([
    'project:read',
    'reports:read',
    'segments:read',
    'audience:read',
    'audience:list',
    'audience.basic:read',
    'events:read',
    'campaigns:read',
    'automations:read',
    'senders:read',
    'sms:read',
    'openid',
    'profile',
    'email',
    'offline_access',
  ]),
} as const;

/** Another one, approved for sending: from contacts to the report of a campaign. */
export const DEMO_SENDING_APP = {
  /** Constant, as the app above: `app_01jgfjjz00e008000000000003`. */
  id: '01941f29-7c00-7000-8000-000000000003',
  ...BRIGHTLINE,
  name: 'Brightline Campaigns',
  scope: new ScopeSet([
    'project:read',
    'account:read',
    'datasources:read',
    'contacts:ingest',
    'segments:read',
    'segments:write',
    'audience:read',
    'audience:list',
    'audience.basic:read',
    'senders:read',
    'campaigns:read',
    'campaigns:write',
    'campaigns:send',
    'offline_access',
  ]),
} as const;

/** A service of Olivar's own, without a person; owners and admins connect it. */
export const DEMO_SERVICE = {
  /** Constant, as the app above: `app_01jgfjjz00e008000000000002`. */
  id: '01941f29-7c00-7000-8000-000000000002',
  organisation: 'Olivar Market',
  name: 'Olivar Nightly Sync',
  /** Public, like the password: it exists only with demo data. */
  secret: secretFrom('iscs', createHash('sha256').update('demo-secret').digest()),
  scope: new ScopeSet([
    'project:read',
    'reports:read',
    'segments:read',
    'audience:read',
    'audience:list',
    'contacts:ingest',
    'campaigns:read',
    'campaigns:send',
  ]),
} as const;
