import { Database } from '../../../../platform/database/database.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../../platform/jobs/sweep.js';

const PAST = sweepOf({
  ...{ table: 'app_contact_reads', time: 'day', before: `now() - interval '2 days'` },
});

/** Deletes the counts of days that are over. */
@RecurringJob('clear-contact-reads', '34 3 * * *')
export class ClearContactReadsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  run(): Promise<void> {
    return sweep(this.database, PAST);
  }
}
