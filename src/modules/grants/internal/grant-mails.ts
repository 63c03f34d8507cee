import type { MailText } from '../../../platform/mail/mail.js';
import { listed, plainly } from '../../../platform/pages/names.js';

interface Facts {
  readonly person: string;
  readonly app: string;
  readonly projects: readonly string[];
  readonly link: string;
}

interface ServiceFacts extends Facts {
  /** The admin who decided on the service there. */
  readonly admin: string;
}

/** To the person, after consent. */
export const appConnectedMail = ({ person, app, projects, link }: Facts): MailText => ({
  subject: plainly`${app} is now connected`,
  text: [
    plainly`Hello ${person},`,
    projects.length === 0
      ? plainly`${app} may now know who you are. It reaches none of your projects.`
      : plainly`${app} may now act in your name in: ${listed(projects)}.`,
    `If that was not you, disconnect it at once and change your password:\n${link}`,
  ].join('\n\n'),
});

/** To the owners and admins of the projects that a service can now access. */
export const serviceConnectedMail = (facts: ServiceFacts): MailText => ({
  subject: plainly`${facts.app} is now connected as a service`,
  text: [
    plainly`Hello ${facts.person},`,
    plainly`${facts.admin} has connected ${facts.app} as a service. With nobody signed in, it may now act in: ${listed(facts.projects)}.`,
    `If nobody of you meant that, disconnect it at once:\n${facts.link}`,
  ].join('\n\n'),
});

/** To the same, when a connection became void. */
export const serviceStoppedMail = (facts: ServiceFacts): MailText => ({
  subject: plainly`${facts.app} has stopped working as a service`,
  text: [
    plainly`Hello ${facts.person},`,
    plainly`${facts.app} no longer works in: ${listed(facts.projects)}. ${facts.admin}, who connected it there, has a new password, and what was allowed with the old one has ended.`,
    `An owner or admin can connect it again:\n${facts.link}`,
  ].join('\n\n'),
});
