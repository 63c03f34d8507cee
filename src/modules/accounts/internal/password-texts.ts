import { plainly } from '../../../platform/pages/names.js';
import type { MailText } from '../../../platform/mail/mail.js';
import type { PasswordFault } from './password-rules.js';

export const faultTexts: Readonly<Record<PasswordFault, string>> = {
  too_short: 'A password needs at least 8 characters.',
  too_long: 'A password has at most 128 characters, fewer if they are emoji or the like.',
  unusable: 'A password cannot hold control characters.',
  personal: 'Your name or e-mail is what others try first. Choose something else.',
  common: 'This is one of the passwords that are tried first. Choose something else.',
};

/** The texts of the pages about passwords. */
export const passwordTexts = {
  rules: 'At least 8 characters. Several words are a good choice; spaces are welcome.',
  newPassword: 'New password',
  email: 'E-mail',

  accountTitle: 'Your account',
  accountLead: 'Who you are here, and how you sign in.',
  name: 'Name',
  verified: 'Confirmed',
  unverified: 'Not confirmed',
  changeTitle: 'Change your password',
  currentPassword: 'Current password',
  changeEffect: 'You stay signed in here. Every other browser is signed out.',
  disconnect: 'Also disconnect every app that acts for me',
  disconnectEffect:
    'For when somebody else may have known your password: they may have let an app in. Services you connected and API tokens you made end too.',
  changeButton: 'Change the password',
  changed: 'Your password is changed. Other browsers are signed out.',
  changedAndDisconnected:
    'Your password is changed. Other browsers are signed out, every app is disconnected, and your API tokens no longer work.',
  wrongCurrent: 'This is not your password.',
  unchanged: 'This is the password you have already.',
  wait: (time: string) => `There were too many wrong passwords. Try again in ${time}.`,

  forgotten: 'Forgotten your password?',
  forgottenTitle: 'A new password',
  forgottenLead:
    'Tell us the e-mail of your account. We send a link there with which you choose a new password.',
  forgottenButton: 'Send the link',
  backToSignIn: 'Back to sign-in',
  sentTitle: 'Check your e-mail',
  sentLead: (minutes: number) =>
    `If there is an account with that e-mail, a link is on its way. It works once, for ${String(minutes)} minutes; of several, only the last one works.`,
  sentHint:
    'Nothing there? Look in the spam folder, and check that this is the address of your account.',

  resetTitle: 'Choose a new password',
  resetLead: 'After this you sign in with it.',
  resetEffect:
    'Every browser is signed out, every app and service that you let in is disconnected, and your API tokens stop working. You can connect the apps again and make other tokens.',
  resetButton: 'Set the password',
  goneTitle: 'This link does not work any more',
  goneLead:
    'It was used, is too old, or a newer one was sent; or this browser allows no cookies. You can have another one.',
  anotherLink: 'Send another link',
} as const;

export const resetMail = (name: string, link: string, minutes: number): MailText => ({
  subject: 'A new password for your account',
  text: `Hello ${plainly`${name}`},

somebody, you we hope, wants to set a new password for your account. To do so, open

${link}

The link works once, within ${String(minutes)} minutes. Then every browser is signed out, every app and service that you let in is disconnected, and your API tokens stop working.

If it was not you, do nothing: without this letter nobody can change anything.
`,
});

/** `disconnected`: every app was disconnected too. */
export const changedMail = (
  { name, disconnected }: { name: string; disconnected: boolean },
  forgottenLink: string,
): MailText => ({
  subject: 'Your password was changed',
  text: `Hello ${plainly`${name}`},

the password of your account was changed just now. ${
    disconnected
      ? 'All other browsers were signed out, every app and service that you had let in was disconnected, and your API tokens stopped working.'
      : 'All other browsers were signed out. The apps that you let in stayed connected, and your API tokens work.'
  }

If it was not you, take your account back at once:

${forgottenLink}
`,
});
