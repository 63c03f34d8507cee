import { defineJob } from '../jobs/job.js';

/** A mail to one person. */
export interface Mail {
  /** One address, nothing else: no name, no list. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** What a module writes; the recipient is added when it is queued. */
export type MailText = Omit<Mail, 'to'>;

/** A mail in the queue. The id makes its Message-ID, the same at every attempt. */
export type OutgoingMail = Mail & { readonly id: string };

export const SEND_MAIL = defineJob<OutgoingMail>('send-mail');
