import { Database } from '../../../platform/database/database.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../platform/jobs/sweep.js';

// Until then a project's people can look up what an ended token was. The audit log keeps its id.
const LONG_ENDED = sweepOf({
  table: 'api_tokens',
  time: 'revoked_at',
  before: `now() - interval '90 days'`,
  among: 'revoked_at IS NOT NULL',
  batch: 100,
});

/** Deletes API tokens that ended long ago. */
@RecurringJob('clear-api-tokens', '42 3 * * *')
export class ClearApiTokensJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await sweep(this.database, LONG_ENDED);
  }
}
