import { Database } from '../../../platform/database/database.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../platform/jobs/sweep.js';

const SENDS = sweepOf({ table: 'grant_sends', time: 'day', before: 'current_date - 400' });

/** Deletes the totals of messages after 400 days. */
@RecurringJob('clear-grant-sends', '27 4 * * *')
export class ClearSendsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  run(): Promise<void> {
    return sweep(this.database, SENDS);
  }
}
