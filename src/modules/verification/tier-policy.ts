import type { AppScope } from '../scopes-and-roles/scope-catalogue.js';
import type { Sensitivity } from '../scopes-and-roles/scope-entry.js';
import type { Tier } from './app-verification.js';

/** Whose limits apply: those of the tier, or of an app under development in its own organisation (`own`). */
export type PolicyKey = Tier | 'own';

/** How far an app may be used outside of its own organisation. */
export interface Reach {
  /** Projects and people at the same time. */
  readonly projects: number;
  readonly people: number;
  /** Projects ever: one that was disconnected still counts. Null: not counted. */
  readonly projectsEver: number | null;
  /** People whom the developer may name as testers at the same time. */
  readonly testers: number;
}

/** The limits of an app in a project. */
export interface TierPolicy {
  /** The classes of scopes, or only what the review approved. */
  readonly classes: readonly Sensitivity[] | 'approved';
  /** Restricted scopes beside the classes: the ceilings here bound what can be done with them. */
  readonly boundedScopes: readonly AppScope[];
  /** Who may authorize the app: any member whose role allows something, or an owner or admin. */
  readonly authorizedBy: 'member' | 'admin';
  /** Whether the person must be a named tester, if the app has an organisation that can name them. */
  readonly testersOnly: boolean;
  /** Null: any number. */
  readonly reach: Reach | null;
  /** The ceilings of a grant in a project, unless the grant says otherwise: messages per day (UTC). */
  readonly messagesPerDay: number;
  /** Millionths per month (UTC). */
  readonly spendPerMonth: bigint;
  /** Messages go only to numbers that the project has confirmed as its test numbers. */
  readonly testNumbersOnly: boolean;
  /** Contacts that lists, searches and scrolls return, per day (UTC) and project. Null: no limit but that of calls. */
  readonly contactsPerDay: number | null;
  /** Calls of the app in a project, under all grants. */
  readonly callsPerMinute: number;
  readonly callsPerSecond: number;
  /** The longest life of a grant. */
  readonly grantDays: number;
  /** A grant that was not used for so long ends. Null: it does not. */
  readonly idleDays: number | null;
  /** How long the log of the app's requests is kept. */
  readonly logDays: number;
}

const euros = (amount: number): bigint => BigInt(amount) * 1_000_000n;

const REVIEWED: Omit<
  TierPolicy,
  'messagesPerDay' | 'spendPerMonth' | 'callsPerMinute' | 'callsPerSecond'
> = {
  ...{ classes: 'approved', boundedScopes: [], authorizedBy: 'member', testersOnly: false },
  ...{ reach: null, testNumbersOnly: false, contactsPerDay: null },
  ...{ grantDays: 365, idleDays: 90, logDays: 90 },
};

/** The figures of apps under development that are the same in their own organisation and outside. */
const DEVELOPMENT = { callsPerMinute: 120, callsPerSecond: 60, logDays: 30 } as const;

/**
 * Every limit that depends on the tier of an app. Each figure is here and nowhere else: what enforces it, the pages and
 * the tests read it here, and a test compares the table of the guide with it.
 */
export const TIER_POLICIES: Readonly<Record<PolicyKey, TierPolicy>> = {
  self_registered: {
    ...{ classes: ['standard', 'sensitive'], boundedScopes: [] },
    ...{ authorizedBy: 'admin', testersOnly: false },
    reach: { projects: 5, people: 25, projectsEver: null, testers: 0 },
    ...{ messagesPerDay: 0, spendPerMonth: 0n, testNumbersOnly: true },
    contactsPerDay: 1_000,
    ...{ callsPerMinute: 30, callsPerSecond: 30 },
    ...{ grantDays: 30, idleDays: null, logDays: 7 },
  },
  development: {
    ...DEVELOPMENT,
    classes: ['standard', 'sensitive'],
    boundedScopes: ['sms:send', 'campaigns:send', 'automations:activate'],
    ...{ authorizedBy: 'admin', testersOnly: true },
    reach: { projects: 5, people: 25, projectsEver: 25, testers: 25 },
    ...{ messagesPerDay: 50, spendPerMonth: euros(25), testNumbersOnly: true },
    ...{ contactsPerDay: 1_000, grantDays: 30, idleDays: null },
  },
  own: {
    ...DEVELOPMENT,
    classes: ['standard', 'sensitive', 'restricted'],
    ...{ boundedScopes: [], authorizedBy: 'member', testersOnly: false, reach: null },
    ...{ messagesPerDay: 1_000, spendPerMonth: euros(500), testNumbersOnly: false },
    ...{ contactsPerDay: null, grantDays: 365, idleDays: null },
  },
  verified: {
    ...REVIEWED,
    ...{ messagesPerDay: 1_000, spendPerMonth: euros(500) },
    ...{ callsPerMinute: 600, callsPerSecond: 200 },
  },
  listed: {
    ...REVIEWED,
    ...{ messagesPerDay: 5_000, spendPerMonth: euros(2_500) },
    ...{ callsPerMinute: 1_200, callsPerSecond: 400 },
  },
};

/** What applies to a tier that does not exist. */
const NOTHING: TierPolicy = {
  ...TIER_POLICIES.self_registered,
  ...{ classes: [], reach: { projects: 0, people: 0, projectsEver: null, testers: 0 } },
};

/** `ownOrganisation`: the project belongs to the organisation that made the app. */
const policyKeyOf = (tier: Tier, ownOrganisation: boolean): PolicyKey =>
  tier === 'development' && ownOrganisation ? 'own' : tier;

export function policyOf(tier: Tier, ownOrganisation: boolean): TierPolicy {
  const key = policyKeyOf(tier, ownOrganisation);
  return Object.hasOwn(TIER_POLICIES, key) ? TIER_POLICIES[key] : NOTHING;
}

/** At these numbers of projects ever, the developers get a mail. */
export const REACH_NOTICES = [15, 22] as const;
