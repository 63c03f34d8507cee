import { eurosOf } from '../../../../kernel/euros.js';
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

/** A project that the app reached, and what it did there. */
export interface ReachedProject {
  readonly name: string;
  readonly calls: number;
  readonly contacts: number;
  readonly messages: number;
  /** Millionths. */
  readonly spent: number;
}

interface AdminFacts {
  readonly person: string;
  readonly app: string;
  readonly days: number;
  readonly projects: readonly ReachedProject[];
  readonly link: string;
}

/** The steps that owners and admins of projects are told of. */
export type AdminStep = Exclude<SuspensionStep, 'restoring'>;

const lineOf = ({ name, calls, contacts, messages, spent }: ReachedProject): string =>
  plainly`- ${name}: ${String(calls)} calls, ${String(contacts)} contacts in the answers, ${String(messages)} messages sent for ${eurosOf(spent)} EUR`;

/** To owners and admins of the projects that the app is connected with or reached. */
export const adminMails: Record<AdminStep, (facts: AdminFacts) => MailText> = {
  suspended: ({ person, app, days, projects, link }) => ({
    subject: plainly`${app} is suspended`,
    text: [
      plainly`Hello ${person},`,
      plainly`we have suspended the app ${app}. It can no longer read or change anything in your projects, and sends nothing. You need not do anything for that.`,
      `What it did in the last ${String(days)} days:\n${projects.map(lineOf).join('\n')}`,
      'What to do: look whether these figures are what you expect, and tell your data protection officer if contacts were read. The audit log of each project has the single changes. Campaigns and automations that the app started are held; an owner or admin can take them over or cancel them.',
      `Whether the app may come back is your choice too: disconnect it if you do not want it any more.\n${link}`,
    ].join('\n\n'),
  }),
  restored: ({ person, app, link }) => ({
    subject: plainly`${app} is restored`,
    text: [
      plainly`Hello ${person},`,
      plainly`the app ${app} works again, after its developers replaced its secrets. Connections that were not ended work as before.`,
      `If you do not want it any more, disconnect it:\n${link}`,
    ].join('\n\n'),
  }),
};
