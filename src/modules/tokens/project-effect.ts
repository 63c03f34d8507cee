import { ScopeSet } from '../../kernel/scope-set.js';
import {
  effectiveScopes,
  type EffectiveScopes,
  type ProjectStanding,
} from '../scopes-and-roles/effective-scopes.js';
import { isProjectScope } from '../scopes-and-roles/scope-catalogue.js';
import { policyAllows, tierAllowance } from '../verification/tier-allowance.js';
import type { Access, VerifiedClient, VerifiedProject } from './verified-access.js';

/**
 * What the access really allows in one of its projects now, and what is withheld there and why. The guard,
 * `GET /v1/` and the token response all ask here, so that they never disagree.
 */
export function effectiveIn(
  access: Pick<Access, 'scopes' | 'narrowed' | 'client'>,
  project: VerifiedProject,
): EffectiveScopes {
  return effectiveScopes(
    askedIn(access, project),
    project.grantedScopes,
    standingIn(access.client, project),
  );
}

/** All that bears on an app in a project at this moment, beside what was granted. */
export const standingIn = (client: VerifiedClient, project: VerifiedProject): ProjectStanding => ({
  plan: project.plan,
  role: project.role,
  policyAllows: policyAllows(project.appPolicy, client.tier),
  tierAllowance: tierAllowance(client, client.organisationId === project.organisation.id),
});

/**
 * What did not survive the consent is still reported as withheld: it never was granted, so it cannot work.
 * But what the app itself left out at a refresh is not withheld from it.
 */
function askedIn(
  { scopes, narrowed }: Pick<Access, 'scopes' | 'narrowed'>,
  { requestedScopes, grantedScopes }: VerifiedProject,
): ScopeSet {
  const asked = narrowed ? scopes : scopes.union(requestedScopes.minus(grantedScopes));
  return new ScopeSet([...asked].filter(isProjectScope));
}
