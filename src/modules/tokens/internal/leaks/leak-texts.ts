import type { MailText } from '../../../../platform/mail/mail.js';
import { plainly } from '../../../../platform/pages/names.js';

/** To the person whose access was leaked. */
export const accessLeakedMail = (facts: {
  readonly person: string;
  readonly app: string;
  readonly link: string;
}): MailText => ({
  subject: plainly`${facts.app} was disconnected: its access had leaked`,
  text: [
    plainly`Hello ${facts.person},`,
    plainly`Somebody found an access credential of ${facts.app} in a public place and reported it to us. We ended that access at once, so the app can no longer act in your name.`,
    `If you still want to use the app, connect it again; better ask its makers first how this came about. What is connected now:\n${facts.link}`,
  ].join('\n\n'),
});

/** To the owners and admins of the projects that a service could access. */
export const serviceLeakedMail = (facts: {
  readonly person: string;
  readonly app: string;
  readonly link: string;
}): MailText => ({
  subject: plainly`${facts.app} was disconnected: its access as a service had leaked`,
  text: [
    plainly`Hello ${facts.person},`,
    plainly`Somebody found an access token of ${facts.app} in a public place and reported it to us. We ended its access as a service at once, in every project.`,
    `Look for the place where it got out, then connect the app again:\n${facts.link}`,
  ].join('\n\n'),
});

/** To the person who made the token. */
export const apiTokenLeakedMail = (facts: {
  readonly person: string;
  readonly title: string;
}): MailText => ({
  subject: plainly`The API token ${facts.title} had leaked and no longer works`,
  text: [
    plainly`Hello ${facts.person},`,
    plainly`Somebody found your API token ${facts.title} in a public place and reported it to us. We revoked it at once: programs that use it get no answers any more.`,
    `Look for the place where it got out before you make another one.`,
  ].join('\n\n'),
});

/** To the owners and admins of the project. */
export const dataSourceTokenLeakedMail = (facts: {
  readonly person: string;
  readonly project: string;
}): MailText => ({
  subject: plainly`A data source token of ${facts.project} had leaked and no longer works`,
  text: [
    plainly`Hello ${facts.person},`,
    plainly`Somebody found a token of a data source of ${facts.project} in a public place and reported it to us. We deleted it at once: programs that use it bring no contacts or events any more.`,
    `Look for the place where it got out before you use another one.`,
  ].join('\n\n'),
});

/** To the owners of the app's organisation. */
export const clientSecretLeakedMail = (facts: {
  readonly person: string;
  readonly app: string;
}): MailText => ({
  subject: plainly`The client secret of ${facts.app} had leaked and no longer works`,
  text: [
    plainly`Hello ${facts.person},`,
    plainly`Somebody found the client secret of your app ${facts.app} in a public place and reported it to us. We made it worthless at once: until it has a new secret, the app gets no tokens.`,
    `Look for the place where it got out before you use a new one.`,
  ].join('\n\n'),
});
