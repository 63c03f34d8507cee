import type { ScopeSet } from '../../kernel/scope-set.js';
import type { Client } from '../clients/client.js';
import type { Tier } from '../verification/app-verification.js';
import type { CodeBinding } from './code-issuer.js';
import type { ConsentChoice } from './consent-choice.js';
import type { ProjectOffer } from './project-offer.js';

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

/** Who decides, and the `consent_epoch` of theirs that the decision rests on. */
export interface Decider {
  readonly userId: string;
  readonly consentEpoch: number;
}

/** What somebody decided on an app, and what they were shown. */
export interface Decision {
  readonly client: Pick<Client, 'id' | 'clientId' | 'organisationId'>;
  readonly by: Decider;
  /** Every project as it was shown. */
  readonly offers: readonly ProjectOffer[];
  readonly choice: ConsentChoice;
  /** Asked for, or declared, in each project. */
  readonly requestedScopes: ScopeSet;
  /** What else was on the page, for the receipt. */
  readonly shown: object;
}

/** A person's, on what an app asked for. */
export interface Consent extends Decision {
  readonly request: GrantKey & CodeBinding;
  readonly accountScopes: ScopeSet;
  readonly tier: Tier;
}

/** An admin's, on an app of their organisation. */
export interface ServiceConsent extends Decision {
  readonly resource: string;
  /** UUIDs of the projects that this admin runs and it works in now: those not ticked end. */
  readonly current: readonly string[];
  /** All of it is theirs to decide, its end too. */
  readonly movesEnd: boolean;
}
