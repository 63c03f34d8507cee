import { Database } from '../../../platform/database/database.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../platform/jobs/sweep.js';

// Tokens get a nonce for 15 seconds (`ReplayNonces`), and the maximum replay window is a minute; the rest is for
// statements that wait.
const NONCES = sweepOf({
  table: 'replay_nonces',
  time: 'created_at',
  before: `now() - interval '90 seconds'`,
});

/** Deletes the nonces whose windows are over: then the tokens cannot be derived again. */
@RecurringJob('clear-replay-nonces', '* * * * *')
export class ClearReplayNoncesJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await sweep(this.database, NONCES);
  }
}
