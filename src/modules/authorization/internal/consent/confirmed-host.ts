import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { isReading } from '../../../scopes-and-roles/sensitivity.js';
import type { Tier } from '../../../verification/app-verification.js';
import type { ConsentView } from './consent-view.js';

/** The field for the host. */
export const CONFIRMED_HOST = 'confirmed_host';

/**
 * Scopes that an app of this tier gets only after the person has typed where the response goes (policies §4): a name can
 * be claimed, a redirect target cannot.
 */
const CONFIRMED: Readonly<Record<Tier, (scope: string) => boolean>> = {
  self_registered: (scope) => !isReading(scope),
  development: (scope) => scope === 'mcp',
  verified: () => false,
  listed: () => false,
};

/** Those of the scopes that need the host and can be granted in one of the person's projects. */
export const scopesToConfirm = (
  { app, offers }: ConsentView,
  scopes: Iterable<string>,
): readonly string[] =>
  [...scopes].filter(
    (scope) =>
      CONFIRMED[app.tier](scope) &&
      offers.some((offer) => offer.bar === null && offer.scopes.get(scope) === null),
  );

/** Whether the form has the host, if the ticked scopes need it. */
export const isHostConfirmed = (
  form: StrictForm,
  view: ConsentView,
  ticked: Iterable<string>,
): boolean =>
  scopesToConfirm(view, ticked).length === 0 ||
  form.get(CONFIRMED_HOST)?.trim().toLowerCase() === view.address.host.toLowerCase();
