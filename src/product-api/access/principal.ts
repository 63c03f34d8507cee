import type { Request } from 'express';
import type { ScopeSet } from '../../kernel/scope-set.js';
import type {
  BoundProject,
  ProjectAccess,
  VerifiedAccess,
} from '../../modules/tokens/verified-access.js';

/** What the caller authenticated with, as far as it outlives a token: limits, ceilings and keys are counted for it. */
export interface Credential {
  readonly kind: 'grant' | 'api_token';
  /** UUID. */
  readonly id: string;
}

/** The caller in the project of the path: the only project a handler may use. */
export interface Principal {
  readonly credential: Credential;
  /** An app, which acts for a person or, as a service, in its own name. */
  readonly access: ProjectAccess;
  /** UUID. Must be in every WHERE. */
  readonly projectId: string;
  readonly project: BoundProject;
  /** The effective scopes: token, grant, role, policy and tier taken together. */
  readonly scopes: ScopeSet;
}

/** A request between the guards: `caller` at the root of the API, `access` and then `principal` in a project. */
export type GuardedRequest = Request & {
  caller?: VerifiedAccess;
  access?: ProjectAccess;
  principal?: Principal;
};
