import type { Request } from 'express';
import type { ScopeSet } from '../../kernel/scope-set.js';
import type {
  ServiceAccess,
  UserAccess,
  VerifiedAccess,
  VerifiedProject,
} from '../../modules/tokens/verified-access.js';

/** An app that acts for a person by a grant. */
export interface OAuthCaller {
  readonly kind: 'oauth';
  readonly access: VerifiedAccess & UserAccess;
}

/** An app that acts in its own name, by the grant of an admin. */
export interface ServiceCaller {
  readonly kind: 'service';
  readonly access: VerifiedAccess & ServiceAccess;
}

/** An authenticated caller, whatever the path. API tokens will be a third member. */
export type Caller = OAuthCaller | ServiceCaller;

export const callerOf = (access: VerifiedAccess): Caller =>
  access.kind === 'user' ? { kind: 'oauth', access } : { kind: 'service', access };

/** The caller in the project of the path: the only project a handler may use. */
export type Principal = Caller & {
  /** UUID. Must be in every WHERE. */
  readonly projectId: string;
  readonly project: VerifiedProject;
  /** The effective scopes: token, grant, role, policy and tier taken together. */
  readonly scopes: ScopeSet;
};

/** A request between the guards. */
export type GuardedRequest = Request & { caller?: Caller; principal?: Principal };
