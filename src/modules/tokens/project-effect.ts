import { invalidGrant } from '../../kernel/errors/oauth-error.js';
import { toWireId } from '../../kernel/ids.js';
import { ScopeSet } from '../../kernel/scope-set.js';
import {
  effectiveScopes,
  type EffectiveScopes,
  type ProjectBounds,
  type WithheldScope,
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
    boundsIn(access.client, project),
  );
}

/** All that bounds what an app may do in a project at this moment, beside what was granted. */
export const boundsIn = (client: VerifiedClient, project: VerifiedProject): ProjectBounds => ({
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

export interface ProjectReport {
  /** `prj_…`, as in the paths of the Product API. */
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  readonly withheld: readonly WithheldScope[];
}

/** What an access amounts to at this moment. */
export interface EffectReport {
  /** Account scopes and whatever is effective in at least one project. */
  readonly scopes: ScopeSet;
  readonly projects: readonly ProjectReport[];
}

export function reportEffect(access: Access): EffectReport {
  const effects = access.projects.map((project) => ({
    project,
    effect: effectiveIn(access, project),
  }));
  const working = effects.reduce(
    (sum, { effect }) => sum.union(effect.scopes),
    access.accountScopes,
  );
  return {
    // In the order of the request, so that the answer does not depend on the order of the projects.
    scopes: access.scopes.intersect(working),
    projects: effects.map(({ project, effect }) => toReport(project, effect)),
  };
}

/**
 * A token that could do nothing is not issued (REF-07): the app should learn that it has lost its access, and
 * what was shown is not consumed, for the day the person's role comes back. @throws OAuthError `invalid_grant`
 */
export function requireEffect(access: Access): EffectReport {
  const effect = reportEffect(access);
  if (effect.scopes.isEmpty) throw invalidGrant('nothing is effective any more');
  return effect;
}

const toReport = ({ id, name }: VerifiedProject, effect: EffectiveScopes): ProjectReport => ({
  id: toWireId('prj', id),
  name,
  scope: effect.scopes.toString(),
  withheld: effect.withheld,
});
