import type { Request } from 'express';
import type { ScopeSet } from '../../kernel/scope-set.js';
import type { VerifiedAccess, VerifiedProject } from '../../modules/tokens/verified-access.js';

/** An app that acts for a person by a grant. */
export interface OAuthCaller {
  readonly kind: 'oauth';
  readonly access: VerifiedAccess;
}

/** Who shows a live credential, whatever the path. API tokens will be a second member. */
export type Caller = OAuthCaller;

/** The caller inside the project that the path names: the only project a handler ever needs to know. */
export type Principal = Caller & {
  /** UUID. Belongs into every WHERE. */
  readonly projectId: string;
  readonly project: VerifiedProject;
  /** What works here at this moment: token, grant, role, policy and tier taken together. */
  readonly scopes: ScopeSet;
};

/** A request on its way through the guards. */
export type GuardedRequest = Request & { caller?: Caller; principal?: Principal };
