import { HandlesJob } from '../jobs/job-handler.decorator.js';
import type { JobHandler } from '../jobs/job.js';
import { MailTransport } from './mail-transport.js';
import { SEND_MAIL, type OutgoingMail } from './mail.js';

@HandlesJob(SEND_MAIL)
export class SendMailJob implements JobHandler<OutgoingMail> {
  constructor(private readonly transport: MailTransport) {}

  run(mail: OutgoingMail): Promise<void> {
    return this.transport.deliver(mail);
  }
}
