/** Texts of all pages of the portal. */
export const portalTexts = {
  suspended:
    'This app is suspended: every token of it is refused, and nobody can connect it. We have written to you why. Replace all its secrets (on the page of its secrets) or keys (in its settings), and answer that mail; then we can restore it.',
  restoring:
    'This app is being restored. Until that is complete, it works in the projects of its own organisation only: test it there.',
  standings: { suspended: 'Suspended', restoring: 'Being restored' },
  title: 'Developers',
  lead: 'Apps of your organisations, which people connect to their projects.',
  noOrganisation: 'You develop for no organisation',
  noOrganisationHint:
    'Who is owner, admin or developer of a project can register apps for its organisation. Ask an owner or admin to give you one of these roles.',
  register: 'Register an app',
  noApps:
    'No apps yet. Register one to get its client_id: it works at once in the projects of this organisation.',
  tabs: 'Parts of the app',
} as const;
