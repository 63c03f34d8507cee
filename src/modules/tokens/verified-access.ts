import type { ScopeSet } from '../../kernel/scope-set.js';
import type { Plan } from '../projects/plan.js';
import type { Role } from '../projects/role.js';
import type { Tier } from '../verification/app-standing.js';
import type { AppPolicy } from '../projects/app-policy.js';

/** What an app may act with at this moment: the scopes of its token and all that bears on them. */
export interface Access {
  /** Resource identifier of the only place the token is for (RFC 8707 §3). */
  readonly audience: string;
  /** The token's scopes: its family's, or fewer if a refresh narrowed them. */
  readonly scopes: ScopeSet;
  /** The app itself asked for less than its family has (RFC 6749 §6). */
  readonly narrowed: boolean;
  /** Those of `scopes` that concern the person's account: no role, plan, policy or tier bears on them. */
  readonly accountScopes: ScopeSet;
  readonly grant: { readonly id: string; readonly expiresAt: Date };
  readonly client: VerifiedClient;
  readonly user: { readonly id: string; readonly name: string; readonly email: string };
  /** Projects that are connected now, in the order of their names. */
  readonly projects: readonly VerifiedProject[];
}

/** The same, by virtue of an access token that was shown. */
export interface VerifiedAccess extends Access {
  readonly tokenId: string;
}

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

/** A project of the grant, with the person's membership and everything else that may narrow the access to it. */
export interface VerifiedProject {
  readonly id: string;
  readonly name: string;
  readonly plan: Plan;
  readonly appPolicy: AppPolicy;
  /** The person's role now, not at consent. */
  readonly role: Role;
  readonly organisation: { readonly id: string; readonly name: string };
  readonly grantedScopes: ScopeSet;
  /** What the app asked for when the person last decided. */
  readonly requestedScopes: ScopeSet;
}
