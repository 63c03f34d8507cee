import type { TokenScheme } from '../../kernel/errors/bearer-error.js';
import type { ScopeSet } from '../../kernel/scope-set.js';
import type { Plan } from '../projects/plan.js';
import type { Role } from '../projects/role.js';
import type { Tier } from '../verification/app-verification.js';
import type { AppPolicy } from '../projects/app-policy.js';

/** What an app may act with at this moment, for a person or in its own name. */
export type Access = UserAccess | ServiceAccess;

/** An app acts for a person, who let it in. */
export interface UserAccess extends AccessFacts {
  readonly kind: 'user';
  readonly user: { readonly id: string; readonly name: string; readonly email: string };
}

/** An app acts in its own name, in projects whose admins connected it. There is no person behind it to be told about. */
export interface ServiceAccess extends AccessFacts {
  readonly kind: 'service';
}

/** The scopes of a token and all that bears on them. */
export interface AccessFacts {
  /** Identifier of the only resource the token is for (RFC 8707 §3). */
  readonly audience: string;
  /** The token's scopes: its family's, or fewer if a refresh narrowed them. */
  readonly scopes: ScopeSet;
  /** The app itself asked for less than its family has (RFC 6749 §6). */
  readonly narrowed: boolean;
  /** Those of `scopes` that concern a person's account: no role, plan, policy or tier bears on them. */
  readonly accountScopes: ScopeSet;
  readonly grant: { readonly id: string; readonly expiresAt: Date };
  readonly client: VerifiedClient;
  /** Projects that are connected now, in the order of their names. */
  readonly projects: readonly VerifiedProject[];
}

/** The same, by virtue of an access token that was shown. */
export type VerifiedAccess = Access & {
  readonly tokenId: string;
  /** `DPoP` if it is bound to a key, which was proven. */
  readonly scheme: TokenScheme;
};

export interface VerifiedClient {
  /** UUID, for the database. */
  readonly id: string;
  /** `app_…`, for the wire. */
  readonly clientId: string;
  readonly name: string;
  readonly organisationId: string | null;
  readonly tier: Tier;
  readonly approvedScopes: ScopeSet;
}

/** A project of the grant, with the membership that is its ceiling and everything else that may narrow the access to it. */
export interface VerifiedProject {
  readonly id: string;
  readonly name: string;
  readonly plan: Plan;
  readonly appPolicy: AppPolicy;
  /** What the person is now, not at consent; of a service, what the admin is who connected it. */
  readonly role: Role;
  readonly organisation: { readonly id: string; readonly name: string };
  readonly grantedScopes: ScopeSet;
  /** What was asked for when the person, or the admin, last decided. */
  readonly requestedScopes: ScopeSet;
}
