import { phrase } from '../../../platform/pages/names.js';

/** Texts of the page of test numbers. */
export const testNumbersTexts = {
  title: (project: string) => phrase`Test numbers of ${project}`,
  lead: 'An app that is not verified sends text messages only to these numbers, however many contacts the project has. Confirm the phones of people who have agreed to get test messages.',
  numbers: 'Numbers',
  none: 'No number is confirmed yet: apps in development can send nothing.',
  states: { pending: 'Waits for its code', confirmed: 'Confirmed' },
  add: 'Add a number',
  addHint:
    'It must be the number of a contact of this project. We send a code to it, with the default sender of the project and at its usual price.',
  phone: 'Phone number',
  sendCode: 'Send the code',
  code: 'Code',
  confirm: 'Confirm',
  remove: 'Remove',
  done: 'Done.',
  sent: 'The code is on its way. It is valid for ten minutes.',
  wrong: 'The code is wrong, was used or has expired. Have a new one sent.',
  message: (code: string) =>
    `${code} confirms this phone as a test number. If you did not ask for it, ignore this message.`,
  faults: {
    invalid: 'This is not a phone number.',
    noContact: 'No contact of this project has this number. Add it to a contact first.',
    noSender: 'The project has no approved default sender, so no code can be sent.',
    tooMany: 'Too many codes today. Try again tomorrow.',
    already: 'This number is confirmed already.',
    full: (most: number) => `A project has at most ${String(most)} test numbers. Remove one first.`,
    unsent: (reason: string) => `The code cannot be sent: ${reason.replaceAll('_', ' ')}.`,
  },
} as const;
