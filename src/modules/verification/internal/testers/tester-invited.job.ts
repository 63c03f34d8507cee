import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { HandlesJob } from '../../../../platform/jobs/job-handler.decorator.js';
import { defineJob, type JobHandler } from '../../../../platform/jobs/job.js';
import { Mailer } from '../../../../platform/mail/mailer.service.js';
import { testerInvitedMail } from '../verification-mails.js';
import { FIND_INVITATION } from './tester.statements.js';

interface Invited {
  readonly testerId: string;
}

export const TESTER_INVITED = defineJob<Invited>('tester-invited');

/** Invites a person by mail to test an app. The mail has no secret: the page asks them to sign in. */
@HandlesJob(TESTER_INVITED)
export class TesterInvitedJob implements JobHandler<Invited> {
  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
    private readonly environment: Environment,
  ) {}

  async run({ testerId }: Invited): Promise<void> {
    const [row] = await this.database.query(FIND_INVITATION, { testerId });
    // Removed since: no invitation.
    if (!row) return;
    const link = `${this.environment.ISSUER_URL}/dashboard/testing`;
    await this.mailer.send({ to: row.email, ...testerInvitedMail({ ...row, link }) });
  }
}
