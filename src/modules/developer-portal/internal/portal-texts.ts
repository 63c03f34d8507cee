import type { Tier } from '../../verification/app-verification.js';

/** Texts of all pages of the portal. */
export const portalTexts = {
  title: 'Developers',
  lead: 'Apps of your organisations, which people connect to their projects.',
  noOrganisation: 'You develop for no organisation',
  noOrganisationHint:
    'Who is owner, admin or developer of a project can register apps for its organisation. Ask an owner or admin to give you one of these roles.',
  noApps: 'No apps yet',
  tabs: 'Parts of the app',
} as const;

/** The tier of an app, as the portal names it. */
export const TIER_NAMES: Record<Tier, string> = {
  self_registered: 'Not verified',
  development: 'In development',
  verified: 'Verified',
  listed: 'Listed',
};
