import { fromWireId } from '../../kernel/ids.js';
import { ScopeSet } from '../../kernel/scope-set.js';
import type { StrictForm } from '../../platform/http/strict-form.js';
import type { AccessDuration } from './access-duration.js';
import type { ProjectOffer } from './project-offer.js';

/** What can be granted to an app, and what is granted already: the data of the form's checkboxes. */
export interface Offered {
  readonly projectScopes: ScopeSet;
  readonly offers: readonly ProjectOffer[];
  /** Granted scopes by project. */
  readonly existing: { readonly projects: ReadonlyMap<string, ScopeSet> } | null;
}

/** The ticked boxes, validated against the offer. */
export interface ConsentChoice {
  readonly offers: readonly ProjectOffer[];
  readonly scopes: ScopeSet;
  /** The duration chosen, or less: a grant lasts no longer than the shortest of its projects allows. */
  readonly hours: number;
}

/** Why a form is refused; the page says so and is shown with the same ticks. */
export type ChoiceFault =
  'no-project' | 'no-scope' | 'empty-project' | 'nothing-asked' | 'not-on-offer';

/** Reads the form. A value that was not offered is refused, not dropped (D11). */
export function readChoice(
  form: StrictForm,
  view: Offered,
  durations: readonly AccessDuration[],
): ConsentChoice | ChoiceFault {
  const chosen = form.all('project').map((id) => fromWireId('prj', id));
  const offers = view.offers.filter(
    ({ bar, membership }) => bar === null && chosen.includes(membership.project.id),
  );
  const scopes = new ScopeSet(form.all('scope'));
  const chosenHours = hoursOf(form.get('access'), durations);
  if (chosenHours === null || offers.length !== new Set(chosen).size) return 'not-on-offer';
  if (!view.projectScopes.includes(scopes)) return 'not-on-offer';
  const hours = Math.min(chosenHours, ...offers.map(({ longestLife }) => longestLife));
  if (view.projectScopes.isEmpty) return { offers, scopes, hours };
  if (offers.length === 0) return 'no-project';
  if (scopes.isEmpty) return 'no-scope';
  return offers.every((offer) => !grantable(offer, scopes).isEmpty)
    ? { offers, scopes, hours }
    : 'empty-project';
}

/** The scopes that can be granted in the offer's project. */
export const grantable = (offer: ProjectOffer, scopes: ScopeSet): ScopeSet =>
  new ScopeSet([...scopes].filter((scope) => offer.scopes.get(scope) === null));

/** Null for a duration that was not offered; the default if the form has none. */
function hoursOf(key: string | undefined, offered: readonly AccessDuration[]): number | null {
  const chosen =
    key === undefined ? offered.at(-1) : offered.find((duration) => duration.key === key);
  return chosen?.hours ?? null;
}
