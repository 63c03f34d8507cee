import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { HandlesJob } from '../../../../platform/jobs/job-handler.decorator.js';
import { defineJob, type JobHandler } from '../../../../platform/jobs/job.js';
import { Mailer } from '../../../../platform/mail/mailer.service.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import { UsersService, type User } from '../../users.service.js';
import { PasswordResets } from './password-resets.js';
import { resetMail } from '../password-texts.js';

/** Somebody asked for a reset link for this address, which may have no account. */
export const RESET_ASKED = defineJob<{ readonly email: string }>('password-reset-asked');

/**
 * Looks the account up in a job, so that the response time does not tell whether it exists (attack D6). The link is
 * made here and only put into the mail: it never is in the queue, where it could be read.
 */
@HandlesJob(RESET_ASKED)
export class ResetAskedJob implements JobHandler<{ readonly email: string }> {
  constructor(
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly resets: PasswordResets,
    private readonly audit: AuditLog,
    private readonly mailer: Mailer,
    private readonly environment: Environment,
  ) {}

  async run({ email }: { readonly email: string }): Promise<void> {
    const user = await this.users.findByEmail(email);
    if (!user) return;
    // Links come from configuration, never from a request (attack D10).
    const link = new URL('/password/reset', this.environment.ISSUER_URL);
    link.searchParams.set('token', await this.issue(user));
    const minutes = this.environment.PASSWORD_RESET_MINUTES;
    await this.mailer.send({ to: user.email, ...resetMail(user.name, link.href, minutes) });
  }

  private issue(user: User): Promise<string> {
    return this.database.transaction(async (tx) => {
      await this.audit.record(tx, {
        type: 'user.password_reset_asked',
        actor: { kind: 'system' },
        target: { kind: 'user', id: user.id },
      });
      return this.resets.issue(tx, user.id);
    });
  }
}
