import { Database } from '../../database/database.js';
import { RecurringJob } from '../../jobs/job-handler.decorator.js';
import type { JobHandler } from '../../jobs/job.js';
import { sweep, sweepOf } from '../../jobs/sweep.js';

const SWEEP_COUNTERS = sweepOf({
  table: 'rate_limit_counters',
  time: 'expires_at',
  before: 'now()',
});

/** Deletes counters whose window is over. */
@RecurringJob('clear-rate-limit-counters', '*/5 * * * *')
export class ClearCountersJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  run(): Promise<void> {
    return sweep(this.database, SWEEP_COUNTERS);
  }
}
