import { Database } from '../database/database.js';
import { RecurringJob } from '../jobs/job-handler.decorator.js';
import type { JobHandler } from '../jobs/job.js';
import { sweep, sweepOf } from '../jobs/sweep.js';

// Later than the last statement that may still be looking at one.
const PROOFS = sweepOf({
  table: 'dpop_proofs',
  time: 'expires_at',
  before: `now() - interval '1 minute'`,
});

/** Forgets proofs that have become too old to be shown again. */
@RecurringJob('clear-dpop-proofs', '* * * * *')
export class ClearProofsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  run(): Promise<void> {
    return sweep(this.database, PROOFS);
  }
}
