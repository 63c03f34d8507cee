import { ScopeSet } from '../../kernel/scope-set.js';
import type { AppPolicy } from '../projects/app-policy.js';
import type { Role } from '../projects/role.js';
import { EVERY_APP_SCOPE } from '../scopes-and-roles/scope-catalogue.js';
import { UNREVIEWED_SCOPES } from '../scopes-and-roles/sensitivity.js';
import type { AppVerification, Tier } from './app-verification.js';

/** How far an app below `verified` may be used outside its own organisation. */
export const OUTSIDE_LIMITS = { projects: 5, people: 25 } as const;

/** Reviewed by us: `verified` or `listed`. */
export const isReviewed = (tier: Tier): boolean => tier === 'verified' || tier === 'listed';

/**
 * The project scopes an app may have in a project. `ownOrganisation`: the project belongs to the organisation that made
 * the app. Sensitive scopes of unreviewed apps are safe here because only an owner or admin may authorize such an app
 * (`mayBeApprovedBy`). An unknown tier gets none.
 */
export function tierAllowance(
  { tier, approvedScopes }: Pick<AppVerification, 'tier' | 'approvedScopes'>,
  ownOrganisation: boolean,
): ScopeSet {
  switch (tier) {
    case 'self_registered':
      return UNREVIEWED_SCOPES;
    case 'development':
      return ownOrganisation ? EVERY_APP_SCOPE : UNREVIEWED_SCOPES;
    case 'verified':
    case 'listed':
      return approvedScopes;
    default:
      return ScopeSet.empty;
  }
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
  if (isReviewed(tier)) return true;
  if (tier === 'development' && ownOrganisation) return true;
  return role === 'owner' || role === 'admin';
}

/** Whether the project's policy allows apps of this tier. An unknown policy allows none. */
export function policyAllows(appPolicy: AppPolicy, tier: Tier): boolean {
  if (appPolicy === 'open') return true;
  return appPolicy === 'verified-only' && isReviewed(tier);
}
