import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { JobQueue } from '../jobs/job-queue.service.js';
import { SEND_MAIL, type Mail } from './mail.js';
import { MailTransport } from './mail-transport.js';

/** Sends mail to people. */
@Injectable()
export class Mailer {
  constructor(
    private readonly transport: MailTransport,
    private readonly jobs: JobQueue,
  ) {}

  /** Sends once the transaction has committed, with retries. */
  async queue(tx: EntityManager, mail: Mail): Promise<void> {
    await this.jobs.add(tx, SEND_MAIL, { ...mail, id: newId() });
  }

  /** Sends at once. @throws the SMTP error */
  async send(mail: Mail): Promise<void> {
    await this.transport.deliver({ ...mail, id: newId() });
  }
}
