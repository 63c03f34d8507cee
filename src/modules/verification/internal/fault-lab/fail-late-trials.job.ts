import { Database } from '../../../../platform/database/database.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { FAIL_LATE } from './fault-trial.statements.js';

/** Ends trials of apps that did nothing in time. */
@RecurringJob('fail-late-fault-trials', '* * * * *')
export class FailLateTrialsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await this.database.query(FAIL_LATE);
  }
}
