import type { ScopeSet } from '../../kernel/scope-set.js';

/** Whose a grant is: a person's who let an app in, or a service's that an admin let act in its own name. */
export type GrantKind = 'user' | 'service';

/** What makes a person's grant one and the same: authorizing it again edits the live one. */
export interface GrantKey {
  readonly userId: string;
  /** The client's UUID. */
  readonly clientId: string;
  readonly resource: string;
  readonly installation: string;
}

/** One project of a grant. */
export interface GrantedProject {
  readonly projectId: string;
  readonly membershipId: string;
  readonly requestedScopes: ScopeSet;
  readonly scopes: ScopeSet;
}
