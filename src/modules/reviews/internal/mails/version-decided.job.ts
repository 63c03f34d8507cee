import { HandlesJob } from '../../../../platform/jobs/job-handler.decorator.js';
import { defineJob, type JobHandler } from '../../../../platform/jobs/job.js';
import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { column } from '../../../../platform/database/row-shape.js';
import { statement } from '../../../../platform/database/statement.js';
import { Mailer } from '../../../../platform/mail/mailer.service.js';
import { toWireId } from '../../../../kernel/ids.js';
import { APP_DEVELOPERS } from '../../../verification/app-developers.sql.js';
import { versionDecidedMail, type DecidedAction } from './review-mails.js';

/** Staff have decided on a version. */
export const VERSION_DECIDED = defineJob<{ readonly eventId: string }>('app-version-decided');

const FIND = statement(
  'app-version.decided',
  `SELECT u.email, u.name AS person, c.id AS "clientId", c.name AS app, e.action, e.reason
   FROM app_version_events e JOIN app_versions v ON v.id = e.version_id JOIN clients c ON c.id = v.client_id
   ${APP_DEVELOPERS}
   WHERE e.id = :eventId ORDER BY u.id LIMIT 50`,
  {
    ...{ email: 'text', person: 'text', clientId: 'uuid', app: 'text', reason: 'text?' },
    action: column<DecidedAction>('text'),
  },
);

/** Tells the developers of an app what staff have decided, and why. */
@HandlesJob(VERSION_DECIDED)
export class VersionDecidedJob implements JobHandler<{ readonly eventId: string }> {
  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
    private readonly environment: Environment,
  ) {}

  /** All mails are queued together, so that a second attempt sends none twice. */
  async run({ eventId }: { readonly eventId: string }): Promise<void> {
    await this.database.transaction(async (tx) => {
      const mails = await this.database.queryIn(tx, FIND, { eventId });
      for (const { email, clientId, ...facts } of mails) {
        const app = toWireId('app', clientId);
        const link = `${this.environment.ISSUER_URL}/developers/apps/${app}/verification`;
        await this.mailer.queue(tx, { to: email, ...versionDecidedMail({ ...facts, link }) });
      }
    });
  }
}
