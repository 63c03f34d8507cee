import { ScopeSet } from '../../kernel/scope-set.js';
import type { AppPolicy } from '../projects/app-policy.js';
import { administers, type Role } from '../projects/role.js';
import { scopesOfSensitivity } from '../scopes-and-roles/sensitivity.js';
import type { Client } from '../clients/client.js';
import type { AppVerification, Tier } from './app-verification.js';
import { policyOf, TIER_POLICIES, type TierPolicy } from './tier-policy.js';

/** Reviewed by us: `verified` or `listed`. */
export const isReviewed = (tier: Tier): boolean => tier === 'verified' || tier === 'listed';

/** The scopes of a policy that no review decides, made once. */
const UNREVIEWED: ReadonlyMap<TierPolicy, ScopeSet> = new Map(
  Object.values(TIER_POLICIES).flatMap((policy) =>
    policy.classes === 'approved'
      ? []
      : [[policy, scopesOfSensitivity(...policy.classes).union(bounded(policy))] as const],
  ),
);

function bounded({ boundedScopes }: TierPolicy): ScopeSet {
  return new ScopeSet(boundedScopes);
}

/** What limits an app at this moment. */
export type LimitedApp = Pick<AppVerification, 'tier' | 'approvedScopes'> & {
  readonly isRestoring?: boolean;
};

/**
 * The project scopes an app may have in a project. `ownOrganisation`: the project belongs to the organisation that made
 * the app. Sensitive scopes of unreviewed apps are safe here because only an owner or admin may authorize such an app
 * (`mayBeApprovedBy`), bounded ones because of the ceilings. An unknown tier gets none, nor does an app elsewhere that is
 * being restored after a suspension.
 */
export function tierAllowance(
  { tier, approvedScopes, isRestoring }: LimitedApp,
  ownOrganisation: boolean,
): ScopeSet {
  if (isRestoring === true && !ownOrganisation) return ScopeSet.empty;
  const policy = policyOf(tier, ownOrganisation);
  if (policy.classes === 'approved') return approvedScopes;
  return UNREVIEWED.get(policy) ?? ScopeSet.empty;
}

/**
 * Whether a person of this role may authorize the app for the project. Unreviewed apps of other organisations need an
 * owner or admin.
 */
export function mayBeApprovedBy(
  { tier }: Pick<AppVerification, 'tier'>,
  ownOrganisation: boolean,
  role: Role,
): boolean {
  if (policyOf(tier, ownOrganisation).authorizedBy === 'member') return true;
  return administers(role);
}

/**
 * Whether the person must be a named tester to authorize the app for the project. Only an app of an organisation has
 * testers: nobody could name those of another.
 */
export const needsTester = (
  { tier }: Pick<AppVerification, 'tier'>,
  client: Pick<Client, 'organisationId'>,
  ownOrganisation: boolean,
): boolean => client.organisationId !== null && policyOf(tier, ownOrganisation).testersOnly;

/** Whether the project's policy allows apps of this tier. An unknown policy allows none. */
export function policyAllows(appPolicy: AppPolicy, tier: Tier): boolean {
  if (appPolicy === 'open') return true;
  return appPolicy === 'verified-only' && isReviewed(tier);
}
