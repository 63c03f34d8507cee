import { toWireId } from '../../../kernel/ids.js';
import { Environment } from '../../../platform/config/environment.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { HandlesJob } from '../../../platform/jobs/job-handler.decorator.js';
import { defineJob, type JobHandler } from '../../../platform/jobs/job.js';
import { Mailer } from '../../../platform/mail/mailer.service.js';
import { APP_DEVELOPERS } from '../app-developers.sql.js';
import { reachNoticeMail } from './verification-mails.js';

interface Notice {
  readonly clientId: string;
  readonly count: number;
  readonly limit: number;
}

export const REACH_NOTICE = defineJob<Notice>('reach-notice');

/** As many developers get a mail. */
const MOST = 50;

const FIND = statement(
  'reach-notice.find',
  `SELECT u.id, u.email, u.name AS person, c.name AS app FROM clients c ${APP_DEVELOPERS}
   WHERE c.id = :clientId ORDER BY u.id LIMIT ${String(MOST)}`,
  { id: 'uuid', email: 'text', person: 'text', app: 'text' },
);

/** Tells the developers of an app how many projects outside of their organisation it has used of those it may ever use. */
@HandlesJob(REACH_NOTICE)
export class ReachNoticeJob implements JobHandler<Notice> {
  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
    private readonly environment: Environment,
  ) {}

  /** All mails in one transaction: a retried job must not send any twice. */
  async run({ clientId, count, limit }: Notice): Promise<void> {
    const link = `${this.environment.ISSUER_URL}/developers/apps/${toWireId('app', clientId)}/testers`;
    await this.database.transaction(async (tx) => {
      for (const { email, ...facts } of await this.database.queryIn(tx, FIND, { clientId })) {
        const mail = reachNoticeMail({ ...facts, count, limit, link });
        await this.mailer.queue(tx, { to: email, ...mail });
      }
    });
  }
}
