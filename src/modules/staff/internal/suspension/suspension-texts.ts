import { phrase } from '../../../../platform/pages/names.js';
import type { ClientState } from '../../../clients/client-state.js';

/** Texts of the pages on which staff contain apps. */
export const suspensionTexts = {
  title: 'Apps',
  searchLabel: 'Name, or app id',
  searchHint: 'A part of the name, app_…, or the address of a metadata document.',
  search: 'Search',
  searchApps: 'Search apps',
  none: 'No app found',
  noneSuspended: 'No app is suspended',
  suspendedBefore: 'Suspensions',
  tier: 'Tier',
  organisation: 'Organisation',
  registered: 'Registered',
  affected: 'Connected or reached',
  affectedIs: (projects: number, people: number, days: number) =>
    `${String(projects)} projects in the last ${String(days)} days; ${String(people)} people have connected it now`,
  report: 'What it read and sent',
  suspendTitle: 'Suspend this app',
  suspendLead:
    'At the next call every token of the app is refused, everywhere. Nobody can connect it. What it has queued is held or cancelled. Its developers, and the owners and admins of the projects, get a mail.',
  reason: 'Reason',
  reasonHint: 'Its developers get this text. 10 to 1000 characters.',
  typeName: 'The name of the app, as a confirmation',
  wrongName: 'This is not the name of the app. Nothing was changed.',
  suspend: 'Suspend everywhere',
  restoreTitle: 'Restore this app',
  oldCredentials:
    'It still has a secret or key that it had when it was suspended. Its developers must replace all of them first.',
  replaced: 'Its secrets and keys of then were replaced.',
  begin: 'Restore for its own organisation',
  finish: 'Restore everywhere',
  consent: 'End all its connections',
  consentLead:
    'Optional: all connections end, and people are asked again. The app is not restored before that is done.',
  consentRequired: (left: number) =>
    left === 0
      ? 'All its connections have ended. People will be asked again.'
      : `Its connections are being ended; ${String(left)} are left.`,
  done: {
    suspended: 'The app is suspended.',
    restoring: 'The app works in the projects of its own organisation.',
    restored: 'The app works everywhere.',
    consent: 'Its connections are being ended.',
  },
  by: (person: string) => phrase`by ${person}`,
  reportTitle: (app: string) => phrase`What ${app} read and sent`,
  reportLead: (days: number) =>
    `The last ${String(days)} days (UTC), today being one of them. Calls and contacts are counted at each call, messages and money where they are paid.`,
  days: 'Days',
  chooseDays: 'Days of the report',
  show: 'Show',
  download: 'Download all as CSV',
  downloadOne: 'Download as CSV',
  nothing: 'The app reached no project in these days',
  next: 'Next projects',
  operations: 'Calls by operation',
  events: 'Events of the audit log by this app',
  noEvents: 'None.',
} as const;

export const STATE_NAMES: Readonly<Record<ClientState, string>> = {
  registered: 'Registered',
  approved: 'In use',
  retired: 'Retired',
  revived: 'In use again',
  suspended: 'Suspended',
  restoring: 'Being restored',
  deleted: 'Deleted',
};

/** Of a suspension. */
export const STEP_NAMES = {
  suspended: 'Suspended',
  restoring: 'Being restored',
  restored: 'Restored',
  replaced: 'Suspended again',
} as const;
