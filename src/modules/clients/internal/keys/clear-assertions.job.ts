import { Database } from '../../../../platform/database/database.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../../platform/jobs/sweep.js';

// Longer than the leeway of the time check, or one could be replayed.
const ASSERTIONS = sweepOf({
  table: 'client_assertions',
  time: 'expires_at',
  before: `now() - interval '2 minutes'`,
});
const KEY_SETS = sweepOf({
  table: 'client_key_sets',
  time: 'fetched_at',
  before: `now() - interval '7 days'`,
});

/** Deletes expired assertions, and key sets that are no longer used. */
@RecurringJob('clear-client-assertions', '*/5 * * * *')
export class ClearAssertionsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await sweep(this.database, ASSERTIONS);
    await sweep(this.database, KEY_SETS);
  }
}
