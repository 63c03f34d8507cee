import type { TokenScheme } from '../../kernel/errors/bearer-error.js';
import type { ScopeSet } from '../../kernel/scope-set.js';
import type { UserProfile } from '../accounts/user-profiles.service.js';
import type { Plan } from '../projects/plan.js';
import type { ProjectKind } from '../projects/project-kind.js';
import type { Role } from '../projects/role.js';
import type { Tier } from '../verification/app-verification.js';
import type { AppPolicy } from '../projects/app-policy.js';

/** The access of an app at this moment, for a person or in its own name. */
export type Access = UserAccess | ServiceAccess;

/** An app acts for a person, who authorized it. */
export interface UserAccess extends AccessFacts {
  readonly kind: 'user';
  readonly user: { readonly id: string; readonly name: string; readonly email: string };
}

/** An app acts in its own name, in projects whose admins connected it. There is no person. */
export interface ServiceAccess extends AccessFacts {
  readonly kind: 'service';
}

/** The scopes of a token and everything that limits them. */
export interface AccessFacts {
  /** Identifier of the only resource the token is for (RFC 8707 §3). */
  readonly audience: string;
  /** The token's scopes: its family's, or fewer if a refresh narrowed them. */
  readonly scopes: ScopeSet;
  /** The client itself requested less than its family has (RFC 6749 §6). */
  readonly narrowed: boolean;
  /** Those of `scopes` that concern a person's account: role, plan, policy and tier do not limit them. */
  readonly accountScopes: ScopeSet;
  readonly grant: { readonly id: string; readonly expiresAt: Date };
  readonly client: VerifiedClient;
  /** Projects that are connected now, in the order of their names. */
  readonly projects: readonly VerifiedProject[];
}

/** An access token in a request, as every verification reports it. */
export interface VerifiedToken {
  /** Identifier of the only resource the token is for (RFC 8707 §3). */
  readonly audience: string;
  /** `DPoP` if it is bound to a key, which was proven. */
  readonly scheme: TokenScheme;
  readonly grant: { readonly id: string };
}

/** The whole access of a token, for those who describe it. */
export type VerifiedAccess = (Named<UserAccess> | Named<ServiceAccess>) &
  VerifiedToken & { readonly tokenId: string };

type Named<Some extends Access> = Omit<Some, 'projects'> & {
  readonly projects: readonly NamedProject[];
};

/**
 * The access of a token in one project: what the guards of the Product API need and nothing else, since they read it at
 * each request.
 */
export interface ProjectAccess extends VerifiedToken {
  readonly kind: 'grant';
  /** UUID; null for a service, which acts for no person. */
  readonly personId: string | null;
  readonly scopes: ScopeSet;
  readonly client: BoundClient;
  /** Null if the grant does not include the project, or it is not connected now. */
  readonly project: BoundProject | null;
}

/** The access of a token to the account of its person. */
export interface PersonAccess extends VerifiedToken {
  /** Null for a service. */
  readonly person: UserProfile | null;
  readonly accountScopes: ScopeSet;
}

/** With what only a description needs. */
export interface NamedProject extends VerifiedProject {
  readonly organisation: { readonly id: string; readonly name: string };
}

/** Of an app, what limits it in a project. */
export type BoundClient = Omit<VerifiedClient, 'name' | 'clientId'>;

/** Of a project, what limits an app in it. */
export type BoundProject = Omit<VerifiedProject, 'name' | 'requestedScopes'>;

export interface VerifiedClient {
  /** UUID, for the database. */
  readonly id: string;
  /** `app_…`, for the wire. */
  readonly clientId: string;
  readonly name: string;
  readonly organisationId: string | null;
  /** After a suspension: it works in the projects of its own organisation only. */
  readonly isRestoring: boolean;
  readonly tier: Tier;
  readonly approvedScopes: ScopeSet;
}

/**
 * A project of the grant, with the membership that is its ceiling and everything else that may limit the access there.
 */
export interface VerifiedProject {
  readonly id: string;
  readonly name: string;
  readonly organisationId: string;
  readonly kind: ProjectKind;
  readonly plan: Plan;
  readonly appPolicy: AppPolicy;
  /** The present role: of the person, not at consent; of a service, that of the admin who connected it. */
  readonly role: Role;
  readonly grantedScopes: ScopeSet;
  /** Requested when the person, or the admin, last decided. */
  readonly requestedScopes: ScopeSet;
}
