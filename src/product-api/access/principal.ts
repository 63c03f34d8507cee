import type { Request } from 'express';
import type { ScopeSet } from '../../kernel/scope-set.js';
import type {
  ApiTokenAccess,
  ApiTokenInProject,
  ApiTokenProject,
} from '../../modules/api-tokens/api-token-access.js';
import type { ProjectAccess, VerifiedAccess } from '../../modules/tokens/verified-access.js';

/** What the caller authenticated with, as far as it outlives a token: limits, ceilings and keys are counted for it. */
export type Credential = GrantCredential | ApiTokenCredential;

/** An app, by its grant: for a person or, as a service, in its own name. */
export interface GrantCredential {
  readonly kind: 'grant';
  /** UUID. */
  readonly id: string;
  /** In a sandbox project: no message leaves this server, and nothing is charged. */
  readonly testMode: boolean;
  /** UUID of the app. */
  readonly clientId: string;
  /** UUID; null for a service, which acts for no person. */
  readonly personId: string | null;
}

/** A token that a member made for programs of their own. */
export interface ApiTokenCredential {
  readonly kind: 'api_token';
  /** UUID. */
  readonly id: string;
  /** Nothing leaves this server for a call in test mode, and nothing is charged. In a sandbox project every call is. */
  readonly testMode: boolean;
  /** UUID of who made it. */
  readonly personId: string;
}

/** What is known of the project at each call: its organisation and plan, and the role behind the access. */
export type CallerProject = ApiTokenProject;

/** The caller in the project of the path: the only project a handler may use. A union by `credential`. */
export interface Principal {
  readonly credential: Credential;
  /** UUID. Must be in every WHERE. */
  readonly projectId: string;
  readonly project: CallerProject;
  /** The effective scopes: what was given and everything that limits it now, taken together. */
  readonly scopes: ScopeSet;
  /** UUID of the only data source that the caller reaches; null but for a data source token. */
  readonly dataSourceId: string | null;
  /** The caller has proven the key that its token is bound to (RFC 9449). */
  readonly isKeyBound: boolean;
}

/** The whole access of the caller, at the root of the API. */
export type Caller = VerifiedAccess | ApiTokenAccess;

/**
 * A request between the guards: `caller` at the root of the API, `access` and then `principal` in a project. With a data
 * source token, `access` is the one that made it and `dataSourceId` all that it reaches.
 */
export type GuardedRequest = Request & {
  caller?: Caller;
  access?: ProjectAccess | ApiTokenInProject;
  dataSourceId?: string;
  principal?: Principal;
};
