import type { MailText } from '../../../../platform/mail/mail.js';
import { plainly } from '../../../../platform/pages/names.js';
import type { SuspensionStep } from '../../../clients/client-suspended.js';

interface Facts {
  readonly person: string;
  readonly app: string;
  /** As staff wrote it. */
  readonly reason: string;
  readonly link: string;
}

type Write = (facts: Facts) => MailText;

const suspended: Write = ({ person, app, reason, link }) => ({
  subject: plainly`${app} is suspended`,
  text: [
    plainly`Hello ${person},`,
    plainly`we have suspended ${app}. None of its tokens works any more, in any project, and nobody can connect it. What it had queued is held or cancelled.`,
    plainly`The reason: ${reason}`,
    `What to do now: replace every secret or key of the app, find out what happened, and answer this mail. We restore it first for projects of your own organisation, then for all. Until then its secrets can be replaced here:\n${link}`,
  ].join('\n\n'),
});

const restoring: Write = ({ person, app, link }) => ({
  subject: plainly`${app} works in your own projects again`,
  text: [
    plainly`Hello ${person},`,
    plainly`${app} is being restored. It works in the projects of your own organisation now, and nowhere else yet. Please test it there.`,
    `We restore it for everybody after that, and tell you.\n${link}`,
  ].join('\n\n'),
});

const restored: Write = ({ person, app, link }) => ({
  subject: plainly`${app} is restored`,
  text: [
    plainly`Hello ${person},`,
    plainly`${app} works everywhere again, with the connections that people did not end.`,
    `Campaigns and automations that were held stay so until somebody resumes them.\n${link}`,
  ].join('\n\n'),
});

/** To the people who develop the app. */
export const developerMails: Record<SuspensionStep, Write> = { suspended, restoring, restored };
