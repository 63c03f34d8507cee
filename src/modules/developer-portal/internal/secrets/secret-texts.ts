import { phrase } from '../../../../platform/pages/names.js';

/** Texts of the pages about secrets. */
export const secretTexts = {
  title: (app: string) => phrase`Secrets of ${app}`,
  heading: 'Secrets',
  lead: 'Only hashes are stored, so no page can show a secret again. Two can be valid at the same time, so that you can change from one to the other without an interruption.',
  none: {
    none: 'This app has no secret: it proves itself by PKCE only. An app that runs on a server can have one: choose another method in its settings.',
    key: 'This app has no secret: it proves itself by a key of its own. Replace keys in its settings.',
  },
  present: 'Present secret',
  older: 'Secret before',
  made: 'Made',
  used: 'Last used',
  ends: 'Valid until',
  never: 'Never',
  unknown: 'Before this was recorded',
  toTheHour: 'Uses are noted once an hour.',
  add: 'Make a new secret',
  addLead:
    'The present secret stays valid for the time that you choose, and you can end it sooner. If it may be known to others, end it at once.',
  overlap: 'The present secret stays valid for',
  overlaps: [
    ['24', '24 hours'],
    ['1', '1 hour'],
    ['72', '3 days'],
    ['168', '7 days'],
    ['0', 'No time: it ends at once'],
  ],
  serviceEnds:
    'Tokens of a service end with the secret that was used for them. People stay connected.',
  two: 'Two secrets are valid now, which is the most an app can have. End the one before, or wait until it ends.',
  end: 'End the secret before now',
  added: (app: string) => phrase`A new secret for ${app}`,
  addedLead: (hours: number) =>
    hours === 0
      ? 'The secret before is no longer valid.'
      : `The secret before stays valid for ${String(hours)} ${hours === 1 ? 'hour' : 'hours'}.`,
  ended: 'Ended. Only the present secret is valid.',
  secret: 'Secret',
  once: 'This is the only time that the secret is shown: only a hash of it is stored. Copy it now to where your app keeps its secrets. If you lose it, make a new one.',
  toApp: 'To the app',
} as const;
