import { Database } from '../database/database.js';
import { RecurringJob } from '../jobs/job-handler.decorator.js';
import type { JobHandler } from '../jobs/job.js';
import { sweep, sweepOf } from '../jobs/sweep.js';

// Longer than any statement that may be reading one.
const PROOFS = sweepOf({
  table: 'dpop_proofs',
  time: 'expires_at',
  before: `now() - interval '1 minute'`,
});

/** Deletes proofs that are too old to be accepted again. */
@RecurringJob('clear-dpop-proofs', '* * * * *')
export class ClearProofsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  run(): Promise<void> {
    return sweep(this.database, PROOFS);
  }
}
