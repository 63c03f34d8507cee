import { phrase } from '../../../../platform/pages/names.js';

/** Texts of the pages of testers and limits. */
export const testersTexts = {
  title: (app: string) => phrase`Testers and limits of ${app}`,
  heading: 'Testers and limits',
  lead: 'While the app is not verified, people outside your organisation can connect it only as testers, and only so far.',
  unlimited:
    'The app is verified: everybody may connect it, and it needs no testers. What the review approved applies.',
  limits: 'Limits outside your organisation',
  of: (used: number, limit: number) => `${String(used)} of ${String(limit)}`,
  projects: 'Projects at a time',
  people: 'People at a time',
  ever: 'Projects in all',
  everHint: 'A project that disconnected the app still counts.',
  testersCount: 'Testers',
  messages: 'Text messages',
  messagesOf: (limit: number) =>
    `${String(limit)} a day in each project, only to numbers that the project confirmed as its test numbers`,
  contacts: 'Contacts read in lists',
  contactsOf: (limit: number) => `${String(limit)} a day in each project`,
  calls: 'Calls of the API',
  callsOf: (limit: number) => `${String(limit)} a minute in each project`,
  life: 'Connected for at most',
  lifeOf: (days: number) => `${String(days)} days, then the person is asked again`,
  scopes: 'Scopes',
  scopesOf: (classes: string, bounded: string) =>
    bounded === '' ? classes : `${classes}; of the restricted ones ${bounded}`,
  wayOut: 'A verified app has none of these limits. Submit the app for review in time.',
  testers: 'Testers',
  none: 'You have named nobody yet.',
  states: { invited: 'Invited', accepted: 'Accepted', removed: 'Removed' },
  since: (day: string) => `since ${day}`,
  remove: 'Remove',
  invite: 'Invite a tester',
  inviteHint:
    'They get a mail and accept it after signing in with this address. Then they can connect the app to projects where they are owner or admin.',
  email: 'E-mail',
  send: 'Invite',
  done: 'Done.',
  outcomes: {
    already: 'This address is a tester or invited already.',
    full: (limit: number) =>
      `The app has ${String(limit)} testers, which is all it may have. Remove one first.`,
    invalid: 'This is not an e-mail address.',
    tooMany: 'Too many invitations today. Invite more people tomorrow.',
    unneeded: 'A verified app needs no testers.',
  },
  ask: (email: string) => phrase`Remove ${email}?`,
  effect:
    'If they have connected the app to projects outside your organisation, it loses access to these projects at once.',
  confirm: 'Remove the tester',
  cancel: 'Keep',
} as const;
