import { Database } from '../../../../platform/database/database.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../../platform/jobs/sweep.js';

const TRIALS = sweepOf({ table: 'flow_trials', time: 'expires_at', before: 'now()' });

/** Deletes trials of the flow that nobody finished. */
@RecurringJob('clear-flow-trials', '*/10 * * * *')
export class ClearFlowTrialsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await sweep(this.database, TRIALS);
  }
}
