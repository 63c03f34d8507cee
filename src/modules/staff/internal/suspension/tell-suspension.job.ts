import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { HandlesJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { JobQueue } from '../../../../platform/jobs/job-queue.service.js';
import { Mailer } from '../../../../platform/mail/mailer.service.js';
import {
  CLIENT_SUSPENSION_CHANGED,
  type SuspensionStep,
} from '../../../clients/client-suspended.js';
import { APP_DEVELOPERS } from '../../../verification/app-developers.sql.js';
import { wireClientId } from '../../../clients/wire-client-id.js';
import { TELL_AFFECTED } from './tell-affected.job.js';
import { developerMails } from './suspension-mails.js';

interface Changed {
  readonly clientId: string;
  readonly step: SuspensionStep;
}

/** Mails of one step at most; an organisation with more developers tells the others itself. */
const MOST_DEVELOPERS = 200;

const FIND_DEVELOPERS = statement(
  'suspension.find-developers',
  `SELECT u.email, u.name AS person, c.id, c.metadata_uri AS "metadataUri", c.name AS app, (
     SELECT s.reason FROM client_suspensions s WHERE s.client_id = c.id ORDER BY s.suspended_at DESC LIMIT 1) AS reason
   FROM clients c ${APP_DEVELOPERS}
   WHERE c.id = :clientId ORDER BY u.email LIMIT ${MOST_DEVELOPERS}`,
  {
    ...{ email: 'text', person: 'text', app: 'text' },
    ...{ id: 'uuid', metadataUri: 'text?', reason: 'text?' },
  },
);

/** Tells the people who develop an app that it was suspended or restored. A self-registered one has nobody to tell. */
@HandlesJob(CLIENT_SUSPENSION_CHANGED)
export class TellSuspensionJob implements JobHandler<Changed> {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
    private readonly mailer: Mailer,
    private readonly environment: Environment,
  ) {}

  /** All mails in one transaction: a retried job must not send any twice. */
  async run({ clientId, step }: Changed): Promise<void> {
    await this.database.transaction(async (tx) => {
      for (const row of await this.database.queryIn(tx, FIND_DEVELOPERS, { clientId })) {
        const { email, person, app, reason } = row;
        const link = `${this.environment.ISSUER_URL}/developers/apps/${wireClientId(row)}`;
        const mail = developerMails[step]({ person, app, reason: reason ?? '', link });
        await this.mailer.queue(tx, { to: email, ...mail });
      }
      if (step !== 'restoring') {
        await this.jobs.add(tx, TELL_AFFECTED, { clientId, step, after: null });
      }
    });
  }
}
