import {
  FAULT_HEADER,
  MINUTES_TO_SURVIVE,
  MOST_REFUSALS,
  RETRY_AFTER_SECONDS,
  ROLE_SECONDS,
  SLOW_SECONDS,
  type Fault,
  type FaultFailure,
} from '../../../verification/fault-lab/faults.js';
import type { FaultResult } from '../../../verification/fault-lab/fault-lab.service.js';
import type { BadgeKind } from '../../../../platform/pages/parts.js';

export const faultTexts = {
  title: 'Fault lab',
  lead: 'What your app does when something goes wrong, tried in a sandbox project.',
  how: 'How it works',
  steps: [
    'Connect the app to a sandbox project of your own organisation.',
    `Send the header ${FAULT_HEADER} with one request, at the token endpoint or for a call in that project. At the token endpoint all projects of the access must be sandbox projects.`,
    'The fault happens: an access that ends has ended, a scope that is taken is taken.',
    `The lab watches what your app does in the next ${String(MINUTES_TO_SURVIVE)} minutes. The header changes nothing while it waits, so that your app may send it again.`,
    'A change of name, redirect URIs, keys or pages makes another version of the app, which starts with an empty list.',
  ],
  example: 'For example',
  sandboxes: 'Sandbox projects of your organisations',
  caption: 'Faults, and what the app did about each',
  fault: 'Fault',
  where: 'with',
  or: ' or ',
  meaning: 'What happens',
  good: 'What a good app does',
  state: 'State',
  survivedOf: (survived: number, all: number): string =>
    `${String(survived)} of ${String(all)} survived`,
} as const;

export const PLACES = { api: 'a call in a project', token: 'a token request' } as const;

/** What happens, and what a good app does. */
export const FAULT_WORDS: Readonly<Record<Fault, readonly [meaning: string, good: string]>> = {
  'expire-now': ['The access token expires: 401.', 'Gets a new token, then repeats the call.'],
  'replay-refresh': [
    'The refresh counts as a replay: 400 invalid_grant, and the access has ended.',
    `Does not refresh again (at most ${String(MOST_REFUSALS)} times), and asks the person.`,
  ],
  'lose-response': [
    'The request is carried out, and the connection closes without an answer.',
    'Repeats the same request; a call that changes something with the same Idempotency-Key.',
  ],
  revoke: [
    'The access ends: 401, or 400 invalid_grant for a refresh.',
    'Asks the person, or an admin for a service, to connect it again.',
  ],
  narrow: [
    'The person took the scopes of this call: 403 insufficient_scope.',
    `Goes on with what is left, and does not repeat the call more than ${String(MOST_REFUSALS)} times.`,
  ],
  'role-change': [
    `For ${String(ROLE_SECONDS)} seconds the person is only a viewer: 403 insufficient_role.`,
    'Says so, goes on with what a viewer may do, and does not ask for a new consent, which would not help.',
  ],
  'rate-limit': [
    `429 with Retry-After: ${String(RETRY_AFTER_SECONDS)}.`,
    'Sends nothing until then.',
  ],
  slow: [`The answer takes ${String(SLOW_SECONDS)} seconds.`, 'Waits for it.'],
  '500-once': [
    '500, and nothing was done.',
    'Repeats the same request; a call that changes something with the same Idempotency-Key.',
  ],
};

export const STATE_WORDS: Readonly<Record<FaultResult['state'], readonly [string, BadgeKind]>> = {
  not_tried: ['Not tried', 'neutral'],
  waiting: ['Waiting for the app', 'caution'],
  renewed: ['Waiting for the call', 'caution'],
  survived: ['Survived', 'granted'],
  failed: ['Failed', 'danger'],
};

export const FAILURE_WORDS: Readonly<Record<FaultFailure, string>> = {
  too_late: `It did not do so within ${String(MINUTES_TO_SURVIVE)} minutes.`,
  too_early: 'It came back before Retry-After.',
  kept_trying: `It repeated in vain more than ${String(MOST_REFUSALS)} times what is refused.`,
  no_key: 'It repeated a change without an Idempotency-Key: the change may have happened twice.',
  other_key:
    'It repeated the call with another Idempotency-Key: the change may have happened twice.',
  asked_person: 'It asked the person for a new consent, which cannot change a role.',
  did_not_wait: 'It closed the connection before the answer.',
};
