import type { ScopeSet } from '../../kernel/scope-set.js';
import type { ExistingGrant } from './existing-grants.service.js';
import type { ProjectOffer } from './project-offer.js';

/** What somebody may give an app, and what of it they have given already: what the boxes of a form are made of. */
export interface Offered {
  readonly projectScopes: ScopeSet;
  readonly offers: readonly ProjectOffer[];
  readonly existing: Pick<ExistingGrant, 'projects'> | null;
}
