import type { MailText } from '../../../../platform/mail/mail.js';
import { plainly } from '../../../../platform/pages/names.js';

interface Offered {
  readonly app: string;
  readonly organisation: string;
  readonly offeredBy: string;
  readonly link: string;
}

/** To the address that an app is offered to. */
export const transferOfferedMail = ({ app, organisation, offeredBy, link }: Offered): MailText => ({
  subject: plainly`You are offered the app ${app}`,
  text: [
    plainly`${offeredBy} of ${organisation} wants to transfer the app ${app} to an organisation that you develop for.`,
    `Sign in with this e-mail address to see the app, and accept or decline, within 7 days. Nothing changes before you accept:\n${link}`,
    'If you do not know who this is, you need not do anything.',
  ].join('\n\n'),
});

/** To the same address. */
export const transferWithdrawnMail = (app: string): MailText => ({
  subject: plainly`The app ${app} is no longer offered to you`,
  text: plainly`The offer to transfer the app ${app} to you was withdrawn. You need not do anything.`,
});

export interface Outcome {
  readonly app: string;
  /** Who accepted or declined, and their address. */
  readonly person: string;
  readonly email: string;
  /** The organisation that has the app now. */
  readonly organisation: string;
  readonly offerer: string;
}

type Write = (outcome: Outcome) => MailText;

/** To the person who offered the app. */
export const offererMails: Readonly<Record<'accepted' | 'declined', Write>> = {
  accepted: ({ app, person, email, organisation, offerer }) => ({
    subject: plainly`The app ${app} is transferred`,
    text: [
      plainly`Hello ${offerer},`,
      plainly`${person} (${email}) has accepted the app ${app}. It belongs to ${organisation} now, and only people of that organisation manage it.`,
      'Its verification has ended, and its services are disconnected.',
    ].join('\n\n'),
  }),
  declined: ({ app, person, email, offerer }) => ({
    subject: plainly`The app ${app} is not transferred`,
    text: [
      plainly`Hello ${offerer},`,
      plainly`${person} (${email}) has declined the app ${app}. Nothing has changed.`,
    ].join('\n\n'),
  }),
};

/** To the person who accepted or declined. */
export const personMails: Readonly<Record<'accepted' | 'declined', Write>> = {
  accepted: ({ app, person, organisation }) => ({
    subject: plainly`The app ${app} is transferred`,
    text: [
      plainly`Hello ${person},`,
      plainly`you have accepted the app ${app}. It belongs to ${organisation} now.`,
      'Its redirect URIs, keys and secrets are as they were, so that codes go on to the present redirect URIs. Replace what the organisation before controls. If you did not do this, change your password and tell an owner or admin of your organisation.',
    ].join('\n\n'),
  }),
  declined: ({ app, person }) => ({
    subject: plainly`You have declined the app ${app}`,
    text: [
      plainly`Hello ${person},`,
      plainly`you have declined the app ${app}. The person who offered it was told, and nothing has changed.`,
    ].join('\n\n'),
  }),
};
