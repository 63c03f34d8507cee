import type { ScopeSet } from '../../kernel/scope-set.js';
import type { Client } from '../clients/client.js';
import type { Tier } from '../verification/app-verification.js';
import type { CodeBinding } from './code-issuer.js';
import type { ConsentChoice } from './consent-choice.js';
import type { ProjectOffer } from './project-offer.js';

/** Owner of a grant: a person who authorized an app, or a service that admins connected. */
export type GrantKind = 'user' | 'service';

/** Key of a person's grant: authorizing again changes the live grant with the same key. */
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

/** Who decides, and the `consent_epoch` on which the decision depends. */
export interface Decider {
  readonly userId: string;
  readonly consentEpoch: number;
}

/** A decision on an app, with what was shown. */
export interface Decision {
  readonly client: Pick<Client, 'id' | 'clientId' | 'organisationId'>;
  readonly by: Decider;
  /** Every project as it was shown. */
  readonly offers: readonly ProjectOffer[];
  readonly choice: ConsentChoice;
  /** Requested, or declared, in each project. */
  readonly requestedScopes: ScopeSet;
  /** What else the page showed, for the receipt. */
  readonly shown: object;
}

/** A person's decision on a request. */
export interface Consent extends Decision {
  readonly request: GrantKey & CodeBinding;
  readonly accountScopes: ScopeSet;
  readonly tier: Tier;
}

/** An admin's decision on an app of their organisation. */
export interface ServiceConsent extends Decision {
  readonly resource: string;
  /** UUIDs of the projects that this admin administers and the service works in; those not ticked end. */
  readonly current: readonly string[];
  /** The admin administers every project, so the decision also sets the end. */
  readonly movesEnd: boolean;
}
