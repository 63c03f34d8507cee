import { phrase } from '../../../platform/pages/names.js';
import type { Role } from '../../projects/role.js';
import type { WithheldReason } from '../../scopes-and-roles/effective-scopes.js';

/** Version of the texts on the form, stored in the receipt. Change it with any of them. */
export const SERVICE_WORDING = '2026-11-21.1';

/** Texts of the pages about services. */
export const serviceTexts = {
  title: 'Services',
  lead: 'Apps of your organisation that act in their own name: at night, on a server, with nobody signed in.',
  noAdmin: 'This page is for owners and admins',
  noAdminHint:
    'An owner or admin of a project can let an app of its organisation act there as a service.',
  empty: 'Your organisation has no app that can be a service',
  emptyHint:
    'A service needs an app with a secret or a key. Register one as a service under Developers.',
  connected: 'Connected',
  notConnected: 'Not connected',
  notRegistered:
    'This app is not registered for client credentials, so it cannot act as a service.',
  connect: 'Connect as a service',
  change: 'Change',
  proof: 'Proves itself with',
  proofs: {
    secret: 'its client id and secret',
    key: 'a key of its own (private_key_jwt); it has no secret',
  },
  since: 'Connected',
  until: 'Until',
  lastToken: 'Last token issued',
  lastUsed: 'Last used',
  never: 'Never',
  nothingWorks: 'Nothing works here now',
  connectedBy: (admin: string, role: Role) => phrase`Vouched for by ${admin} (${[role]})`,
  adminGone: (admin: string) =>
    phrase`${admin}, who connected it, has left, was shut out or has a new password: nothing works here until it is connected again`,
  hidden: (count: number) =>
    count === 1
      ? 'It also reaches one project that you are not a member of.'
      : `It also reaches ${String(count)} projects that you are not a member of.`,
  done: {
    connected: 'Connected. The app can get tokens now.',
    disconnected: 'Disconnected. Every token concerned has stopped working.',
  },
} as const;

/** Introduces scopes that are granted but not effective now. */
export const WITHHELD_NOW: Record<Exclude<WithheldReason, 'person'>, string> = {
  role: 'Withheld by that role:',
  plan: 'Withheld by the plan:',
  policy: 'Withheld by the project:',
  tier: 'Withheld, because the app is not approved for it:',
};

/** Texts of the form. */
export const connectTexts = {
  title: (app: string) => phrase`Connect ${app} as a service`,
  lead: (app: string) =>
    phrase`${app} will act in its own name, with nobody signed in. You vouch for it: in the projects you tick it can do what you tick, and never more than your role there.`,
  ceiling:
    'If your role changes, what it can do changes with it. If you leave a project, it stops working there until another admin connects it.',
  app: 'client_id',
  organisation: 'Organisation',
  howLong: 'For how long?',
  howLongHint: 'Until then or until somebody disconnects it. You can connect it again at any time.',
  endStays: (end: string) =>
    `It stays connected until ${end}. It also works in projects that you do not run, so you cannot move the end.`,
  cannot:
    'It can never change members, billing, tokens or other apps, nor see other projects or who you are.',
  connect: 'Connect',
  cancel: 'Cancel',
  gone: 'You were signed out meanwhile, or the app can no longer be a service. Look at the list again.',
};

/** Texts of the confirmation page. */
export const disconnectTexts = {
  whole: 'Disconnect the service',
  one: 'Disconnect',
  from: (app: string, project: string) => phrase`${app} from ${project}`,
  askWhole: (app: string) => phrase`Disconnect ${app} as a service?`,
  askOne: (app: string, project: string) => phrase`Disconnect ${app} from ${project}?`,
  effectWhole: 'All its tokens stop working at once, in every project, and it gets no new ones.',
  effectOne: 'Its tokens stop working in this project at once. Other projects stay connected.',
  confirm: 'Disconnect',
  cancel: 'Keep it',
  notYours: 'Only owners and admins of a project can disconnect a service from it.',
  notAllYours:
    'This service also works in projects that you do not run. Disconnect it from yours instead.',
};
