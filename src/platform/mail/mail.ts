import { defineJob } from '../jobs/job.js';

/** A letter to one person. */
export interface Mail {
  /** One address, nothing else: no name, no list. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A letter on its way. The id makes its Message-ID, the same at every try. */
export type OutgoingMail = Mail & { readonly id: string };

export const SEND_MAIL = defineJob<OutgoingMail>('send-mail');
