import type { ScopeSet } from '../../kernel/scope-set.js';
import type { Client } from '../clients/client.js';
import type { Tier } from '../verification/app-verification.js';
import type { CodeBinding } from './code-issuer.js';
import type { ConsentChoice } from './consent-choice.js';
import type { GrantKey } from './grant.js';
import type { ProjectOffer } from './project-offer.js';

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
