import { Database } from '../../../../platform/database/database.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../../platform/jobs/sweep.js';

const SWEEP = sweepOf({ table: 'app_transfers', time: 'expires_at', before: 'now()' });

/** Deletes offers of apps that nobody answered in time. */
@RecurringJob('clear-app-transfers', '37 * * * *')
export class ClearTransfersJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await sweep(this.database, SWEEP);
  }
}
