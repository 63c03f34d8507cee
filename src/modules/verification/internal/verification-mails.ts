import type { MailText } from '../../../platform/mail/mail.js';
import { plainly } from '../../../platform/pages/names.js';

interface Invitation {
  readonly app: string;
  readonly organisation: string;
  readonly link: string;
}

interface ReachNotice {
  readonly person: string;
  readonly app: string;
  readonly count: number;
  readonly limit: number;
  readonly link: string;
}

/** To a person whom a developer has named as tester. */
export const testerInvitedMail = ({ app, organisation, link }: Invitation): MailText => ({
  subject: plainly`You are invited to test ${app}`,
  text: [
    plainly`${organisation} develops the app ${app} and has named you as a tester.`,
    'The app is not verified. As a tester you can connect it to projects that you administer. Nothing is connected before you do that.',
    `Sign in with this e-mail address to accept or decline, within 30 days:\n${link}`,
    'If you do not know who this is, you need not do anything.',
  ].join('\n\n'),
});

/** To the developers, when the app comes near the limit of outside projects ever. */
export const reachNoticeMail = ({ person, app, count, limit, link }: ReachNotice): MailText => ({
  subject: plainly`${app} has used ${String(count)} of ${String(limit)} projects`,
  text: [
    plainly`Hello ${person},`,
    plainly`${app} has been connected to ${String(count)} projects outside your organisation. While it is not verified it can be connected to ${String(limit)} such projects in all. A project that disconnects it still counts.`,
    'After that no further project can connect it. A verified app has no such limit, so have it reviewed in time.',
    `The app and its limits:\n${link}`,
  ].join('\n\n'),
});
