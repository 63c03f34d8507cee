import { Database } from '../../database/database.js';
import { RecurringJob } from '../../jobs/job-handler.decorator.js';
import type { JobHandler } from '../../jobs/job.js';
import { sweep, sweepStatement } from '../../jobs/sweep.js';

const SWEEP_COUNTERS = sweepStatement('rate_limit_counters', 'expires_at < now()');

/** Forgets counters whose window is over. */
@RecurringJob('clear-rate-limit-counters', '*/5 * * * *')
export class ClearCountersJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  run(): Promise<void> {
    return sweep(this.database, SWEEP_COUNTERS);
  }
}
