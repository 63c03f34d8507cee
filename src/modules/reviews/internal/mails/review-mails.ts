import type { MailText } from '../../../../platform/mail/mail.js';
import { plainly } from '../../../../platform/pages/names.js';

export type DecidedAction = 'approve' | 'request_changes' | 'reject';

interface DecidedFacts {
  readonly person: string;
  readonly app: string;
  readonly action: DecidedAction;
  readonly reason: string | null;
  readonly link: string;
}

const SUBJECTS: Readonly<Record<DecidedAction, (app: string) => string>> = {
  approve: (app) => plainly`${app} was approved`,
  request_changes: (app) => plainly`${app}: the reviewers ask for changes`,
  reject: (app) => plainly`${app} was rejected`,
};

const NEXT: Readonly<Record<DecidedAction, string>> = {
  approve: 'What was approved is live now. You see it here:',
  request_changes: 'You find the comments here. Submit it again when you have changed it:',
  reject: 'You can appeal once within 90 days; somebody else decides then:',
};

/** To the developers of an app, after a decision. */
export const versionDecidedMail = ({
  person,
  app,
  action,
  reason,
  link,
}: DecidedFacts): MailText => ({
  subject: SUBJECTS[action](app),
  text: [
    plainly`Hello ${person},`,
    `${SUBJECTS[action](app)}. The reason:`,
    plainly`${reason ?? 'none was given'}`,
    `${NEXT[action]}\n${link}`,
  ].join('\n\n'),
});

interface ConfirmFacts {
  readonly person: string;
  readonly app: string;
  readonly days: number;
  readonly link: string;
}

/** To the same: the verification has to be confirmed. */
export const confirmSoonMail = ({ person, app, days, link }: ConfirmFacts): MailText => ({
  subject: plainly`Confirm ${app} within ${String(days)} days`,
  text: [
    plainly`Hello ${person},`,
    plainly`${app} was verified almost a year ago. Confirm within ${String(days)} days that its domains and contacts are still right; it takes a minute:`,
    link,
    'Otherwise new connections get the limits of an app in development. Connections that exist go on as they are.',
  ].join('\n\n'),
});

/** To the same: nobody has confirmed it. */
export const verificationLapsedMail = ({
  person,
  app,
  link,
}: Omit<ConfirmFacts, 'days'>): MailText => ({
  subject: plainly`The verification of ${app} has lapsed`,
  text: [
    plainly`Hello ${person},`,
    plainly`Nobody has confirmed ${app} in time. New connections have the limits of an app in development now; connections that exist go on as they are.`,
    `Confirm it to end that:\n${link}`,
  ].join('\n\n'),
});
