import type { GrantedProject } from '../../../grants/grant.repository.js';
import type { ConsentView } from './consent-view.js';

/** A consent as it was given. */
export interface GivenConsent {
  readonly view: ConsentView;
  readonly grantId: string;
  readonly projects: readonly GrantedProject[];
  readonly hours: number;
}
