import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../../platform/database/database.js';
import { RateLimiter } from '../../../../platform/http/rate-limit/rate-limiter.service.js';
import { JobQueue } from '../../../../platform/jobs/job-queue.service.js';
import { normaliseEmail } from '../../../../platform/mail/email-address.js';
import { RESET_ASKED } from './reset-asked.job.js';

/** Queues the reset mail, with the same work whether the account exists or not (attack D6). */
@Injectable()
export class AskForReset {
  constructor(
    private readonly database: Database,
    private readonly limiter: RateLimiter,
    private readonly jobs: JobQueue,
  ) {}

  /** Beyond the limit nothing is sent and the response is the same: earlier mails are on their way. */
  async execute(email: string, request: Request): Promise<void> {
    const address = normaliseEmail(email);
    if (address === null) return;
    if (!(await this.limiter.allows('password-reset-mail', request))) return;
    await this.database.transaction((tx: EntityManager) =>
      this.jobs.add(tx, RESET_ASKED, { email: address }),
    );
  }
}
