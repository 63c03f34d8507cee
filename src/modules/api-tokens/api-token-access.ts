import type { ScopeSet } from '../../kernel/scope-set.js';
import type { Plan } from '../projects/plan.js';
import type { ProjectKind } from '../projects/project-kind.js';
import type { Role } from '../projects/role.js';
import { effectiveScopes, type EffectiveScopes } from '../scopes-and-roles/effective-scopes.js';

interface ApiTokenFacts {
  readonly kind: 'api_token';
  readonly tokenId: string;
  readonly testMode: boolean;
  /** UUID of who made it. */
  readonly personId: string;
  readonly scopes: ScopeSet;
}

/** A project that a token reaches now. */
export interface ApiTokenProject {
  readonly id: string;
  readonly organisationId: string;
  readonly kind: ProjectKind;
  readonly plan: Plan;
  /** The creator's present role there, which is the token's ceiling. */
  readonly role: Role;
}

/** An API token in one project, as the guards of the Product API need it at each request. */
export interface ApiTokenInProject extends ApiTokenFacts {
  /** Null if the token does not cover the project, or the creator is no member any more. */
  readonly project: ApiTokenProject | null;
}

export interface NamedTokenProject extends ApiTokenProject {
  readonly name: string;
  readonly organisation: { readonly id: string; readonly name: string };
}

/** The whole access of an API token, for those who describe it. */
export interface ApiTokenAccess extends ApiTokenFacts {
  readonly title: string;
  readonly expiresAt: Date | null;
  readonly projects: readonly NamedTokenProject[];
}

/** The scopes of a token that work under this role. No app is involved, so nothing else limits them. */
export const effectiveOfToken = (scopes: ScopeSet, role: Role): EffectiveScopes =>
  effectiveScopes(scopes, scopes, boundsOfToken(role));

/** What limits an API token in a project. */
export const boundsOfToken = (role: Role) => ({ role, app: null }) as const;
