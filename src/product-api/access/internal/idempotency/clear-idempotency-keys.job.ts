import { Database } from '../../../../platform/database/database.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../../platform/jobs/sweep.js';

const ANSWERS = sweepOf({
  table: 'idempotency_keys',
  time: 'created_at',
  before: `now() - interval '24 hours'`,
});

/** Forgets answers after a day: then their keys are free again. */
@RecurringJob('clear-idempotency-keys', '*/10 * * * *')
export class ClearIdempotencyKeysJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  run(): Promise<void> {
    return sweep(this.database, ANSWERS);
  }
}
