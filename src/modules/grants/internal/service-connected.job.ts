import { Environment } from '../../../platform/config/environment.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { HandlesJob } from '../../../platform/jobs/job-handler.decorator.js';
import { defineJob, type JobHandler } from '../../../platform/jobs/job.js';
import { Mailer } from '../../../platform/mail/mailer.service.js';
import { serviceConnectedMail } from './grant-mails.js';

interface Connected {
  readonly grantId: string;
  /** The admin who did it. */
  readonly userId: string;
}

export const SERVICE_CONNECTED = defineJob<Connected>('service-connected');

const FIND = statement(
  'service-connected.find',
  `SELECT u.email, u.name AS person, c.name AS app, by.name AS admin, array_agg(p.name ORDER BY p.name) AS projects
   FROM grants g
   JOIN clients c ON c.id = g.client_id
   JOIN users by ON by.id = :userId
   JOIN grant_projects gp ON gp.grant_id = g.id AND gp.revoked_at IS NULL
   JOIN projects p ON p.id = gp.project_id
   JOIN memberships m ON m.project_id = p.id AND m.ended_at IS NULL AND m.role IN ('owner', 'admin')
   JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
   WHERE g.id = :grantId AND g.revoked_at IS NULL
   GROUP BY u.id, c.id, by.id`,
  { email: 'text', person: 'text', app: 'text', admin: 'text', projects: 'text[]' },
);

/** Notifies everybody who administers a project of the service, each about their own projects. */
@HandlesJob(SERVICE_CONNECTED)
export class ServiceConnectedJob implements JobHandler<Connected> {
  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
    private readonly environment: Environment,
  ) {}

  /** All mails in one transaction: a retried job must not send any twice. */
  async run({ grantId, userId }: Connected): Promise<void> {
    const link = `${this.environment.ISSUER_URL}/dashboard/services`;
    await this.database.transaction(async (tx) => {
      const mails = await this.database.queryIn(tx, FIND, { grantId, userId });
      for (const { email, ...facts } of mails) {
        await this.mailer.queue(tx, { to: email, ...serviceConnectedMail({ ...facts, link }) });
      }
    });
  }
}
