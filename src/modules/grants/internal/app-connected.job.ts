import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { Environment } from '../../../platform/config/environment.js';
import { HandlesJob } from '../../../platform/jobs/job-handler.decorator.js';
import { defineJob, type JobHandler } from '../../../platform/jobs/job.js';
import { Mailer } from '../../../platform/mail/mailer.service.js';
import { appConnectedMail } from './grant-mails.js';

export const APP_CONNECTED = defineJob<{ readonly grantId: string }>('app-connected');

const FIND = statement(
  'app-connected.find',
  `SELECT u.email, u.name AS person, c.name AS app, ARRAY(
     SELECT p.name FROM grant_projects gp JOIN projects p ON p.id = gp.project_id
     WHERE gp.grant_id = g.id AND gp.revoked_at IS NULL ORDER BY p.name) AS projects
   FROM grants g JOIN users u ON u.id = g.user_id JOIN clients c ON c.id = g.client_id
   WHERE g.id = :grantId AND g.revoked_at IS NULL`,
  { email: 'text', person: 'text', app: 'text', projects: 'text[]' },
);

/** Notifies the person by mail of a connected app, so that it cannot happen unnoticed. */
@HandlesJob(APP_CONNECTED)
export class AppConnectedJob implements JobHandler<{ readonly grantId: string }> {
  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
    private readonly environment: Environment,
  ) {}

  async run({ grantId }: { readonly grantId: string }): Promise<void> {
    const [row] = await this.database.query(FIND, { grantId });
    // Disconnected since: no notification.
    if (!row) return;
    const link = `${this.environment.ISSUER_URL}/dashboard/connected-apps`;
    await this.mailer.send({ to: row.email, ...appConnectedMail({ ...row, link }) });
  }
}
