import { Database } from '../../../platform/database/database.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../platform/jobs/sweep.js';

const REQUESTS = sweepOf({ table: 'app_requests', time: 'expires_at', before: 'now()' });
const USAGE = sweepOf({ table: 'app_usage', time: 'day', before: 'current_date - 400' });

/** Deletes requests of apps after the days of their tier, and totals after 400 days. */
@RecurringJob('clear-app-activity', '23 * * * *')
export class ClearActivityJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await sweep(this.database, REQUESTS);
    await sweep(this.database, USAGE);
  }
}
