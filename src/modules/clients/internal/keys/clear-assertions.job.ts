import { Database } from '../../../../platform/database/database.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../../platform/jobs/sweep.js';

// Later than the leeway of their check, or one could come again.
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

/** Forgets assertions that have expired anyway, and key sets nobody has asked for. */
@RecurringJob('clear-client-assertions', '*/5 * * * *')
export class ClearAssertionsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await sweep(this.database, ASSERTIONS);
    await sweep(this.database, KEY_SETS);
  }
}
