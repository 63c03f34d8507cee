import { Database } from '../../../platform/database/database.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../platform/jobs/sweep.js';

const REPORTS = sweepOf({
  table: 'carrier_reports',
  time: 'received_at',
  before: `now() - interval '30 days'`,
});
const PHONES = sweepOf({
  table: 'sandbox_outbox',
  time: 'submitted_at',
  before: `now() - interval '30 days'`,
});

/** Deletes what carriers reported, and what the sandbox has, after a month. What it came to is in the message. */
@RecurringJob('clear-carrier-data', '20 * * * *')
export class ClearCarrierDataJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    for (const each of [REPORTS, PHONES]) await sweep(this.database, each);
  }
}
