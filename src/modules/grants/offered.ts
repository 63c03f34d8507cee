import type { ScopeSet } from '../../kernel/scope-set.js';
import type { StandingGrant } from './grant.repository.js';
import type { ProjectOffer } from './project-offer.js';

/** What somebody may give an app, and what of it stands: what the boxes of a form are made of. */
export interface Offered {
  readonly projectScopes: ScopeSet;
  readonly offers: readonly ProjectOffer[];
  readonly standing: Pick<StandingGrant, 'projects'> | null;
}
