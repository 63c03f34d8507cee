import { Database } from '../../../platform/database/database.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../platform/jobs/sweep.js';

const UNCONFIRMED = sweepOf({
  ...{ table: 'test_numbers', among: `state = 'pending'`, time: 'code_expires_at' },
  before: `now() - interval '1 day'`,
});

/** Deletes numbers whose code nobody entered, a day after it expired. */
@RecurringJob('clear-test-numbers', '26 * * * *')
export class ClearTestNumbersJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  run(): Promise<void> {
    return sweep(this.database, UNCONFIRMED);
  }
}
