import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { JobQueue } from '../../platform/jobs/job-queue.service.js';
import { AuditLog } from '../audit/audit-log.service.js';
import { RESET_ASKED } from './internal/passwords/reset-asked.job.js';
import type { User } from './users.service.js';

const VERIFY_EMAIL = statement(
  'accounts.verify-email',
  'UPDATE users SET email_verified_at = now() WHERE id = :id AND email_verified_at IS NULL RETURNING id',
  { id: 'uuid' },
);

/** Support for accounts whose person cannot sign in: an operator sends a reset link, or confirms the address. */
@Injectable()
export class AccountCare {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly jobs: JobQueue,
  ) {}

  /** Sends the link for a new password to the person's address; the operator does not see it. */
  async sendResetLink(tx: EntityManager, { email }: User): Promise<void> {
    await this.jobs.add(tx, RESET_ASKED, { email });
  }

  /** Marks the address as verified by an operator. False if it was verified already. */
  async verifyEmail(tx: EntityManager, { id }: User): Promise<boolean> {
    const verified = await this.database.queryIn(tx, VERIFY_EMAIL, { id });
    if (verified.length === 0) return false;
    await this.audit.record(tx, {
      type: 'user.email_verified',
      actor: { kind: 'system' },
      target: { kind: 'user', id },
    });
    return true;
  }
}
