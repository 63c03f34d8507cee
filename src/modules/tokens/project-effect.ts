import { invalidGrant } from '../../kernel/errors/oauth-error.js';
import { toWireId } from '../../kernel/ids.js';
import type { ScopeSet } from '../../kernel/scope-set.js';
import {
  effectiveScopes,
  type EffectiveScopes,
  type ProjectBounds,
  type WithheldScope,
} from '../scopes-and-roles/effective-scopes.js';
import { EVERY_APP_SCOPE } from '../scopes-and-roles/scope-catalogue.js';
import { policyAllows, tierAllowance } from '../verification/tier-allowance.js';
import type {
  Access,
  BoundClient,
  BoundProject,
  ProjectAccess,
  VerifiedProject,
} from './verified-access.js';

/**
 * The effective scopes of an access in one of its projects, and the withheld ones with the reason. The guard, `GET
 * /v1/` and the token response all use `effectiveScopes`, so that they agree.
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

/** The same scopes for the guard, which needs no reasons. */
export const effectiveScopesIn = (
  { scopes, client }: Pick<ProjectAccess, 'scopes' | 'client'>,
  project: BoundProject,
): ScopeSet =>
  effectiveScopes(inProjects(scopes), project.grantedScopes, boundsIn(client, project)).scopes;

/** What limits an app in a project at this moment, besides the grant. */
export const boundsIn = (client: BoundClient, project: BoundProject): ProjectBounds => ({
  role: project.role,
  app: {
    plan: project.plan,
    policyAllows: policyAllows(project.appPolicy, client.tier),
    tierAllowance: tierAllowance(client, client.organisationId === project.organisationId),
  },
});

/**
 * Scopes requested but not granted are reported as withheld. Those that the app itself left out at a refresh are not.
 */
function askedIn(
  { scopes, narrowed }: Pick<Access, 'scopes' | 'narrowed'>,
  { requestedScopes, grantedScopes }: VerifiedProject,
): ScopeSet {
  return inProjects(narrowed ? scopes : scopes.union(requestedScopes.minus(grantedScopes)));
}

const inProjects = (scopes: ScopeSet): ScopeSet => scopes.intersect(EVERY_APP_SCOPE);

export interface ProjectReport {
  /** `prj_…`, as in the paths of the Product API. */
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  readonly withheld: readonly WithheldScope[];
}

/** The access at this moment. */
export interface EffectReport {
  /** Account scopes and the scopes effective in at least one project. */
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
    // In the order of the request, so that the response does not depend on the order of the projects.
    scopes: access.scopes.intersect(working),
    projects: effects.map(({ project, effect }) => toReport(project, effect)),
  };
}

/**
 * A token without any effective scope is not issued (REF-07): the client learns that its access has ended, and the
 * secret is not consumed, so that it works again if the person's role is restored. @throws OAuthError `invalid_grant`
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
