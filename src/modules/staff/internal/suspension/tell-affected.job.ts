import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { HandlesJob } from '../../../../platform/jobs/job-handler.decorator.js';
import { defineJob, type JobHandler } from '../../../../platform/jobs/job.js';
import { JobQueue } from '../../../../platform/jobs/job-queue.service.js';
import { Mailer } from '../../../../platform/mail/mailer.service.js';
import { DAYS } from '../../incidents.service.js';
import { LIST_CONCERNED_ADMINS } from './incident.statements.js';
import { adminMails, type AdminStep, type ReachedProject } from './suspension-mails.js';

interface Telling {
  readonly clientId: string;
  readonly step: AdminStep;
  /** The last person who was told; null at the beginning. */
  readonly after: string | null;
}

export const TELL_AFFECTED = defineJob<Telling>('tell-affected-by-suspension');

const BATCH = 100;

/**
 * Tells the owners and admins of the projects that an app reached: one mail each, whatever the number of their
 * projects. The mails of a batch and the job for the next one are one transaction, so nobody is told twice or left out.
 */
@HandlesJob(TELL_AFFECTED)
export class TellAffectedJob implements JobHandler<Telling> {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
    private readonly mailer: Mailer,
    private readonly environment: Environment,
  ) {}

  async run({ clientId, step, after }: Telling): Promise<void> {
    const link = `${this.environment.ISSUER_URL}/dashboard/connected-apps`;
    await this.database.transaction(async (tx) => {
      const values = { clientId, after, days: DAYS.default, limit: BATCH };
      const admins = await this.database.queryIn(tx, LIST_CONCERNED_ADMINS, values);
      for (const { email, person, app, projects } of admins) {
        const reached = projects.map((text) => JSON.parse(text) as ReachedProject);
        const facts = { person, app, link, days: DAYS.default, projects: reached };
        await this.mailer.queue(tx, { to: email, ...adminMails[step](facts) });
      }
      const last = admins.length === BATCH ? admins.at(-1) : undefined;
      if (last) await this.jobs.add(tx, TELL_AFFECTED, { clientId, step, after: last.id });
    });
  }
}
