import { Database } from '../../../platform/database/database.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { sweep, sweepStatement } from '../../../platform/jobs/sweep.js';

// Not sooner: until then "last token issued" has something to read.
const ACCESS_TOKENS = sweepStatement('access_tokens', `expires_at < now() - interval '30 days'`);
// Spent refresh tokens go with their family, and a family only once nothing can come of it any more: until then
// any of them may still be replayed and must be known (G14).
const FAMILIES = sweepStatement(
  'token_families',
  `NOT EXISTS (SELECT FROM access_tokens t WHERE t.family_id = token_families.id)
   AND NOT EXISTS (SELECT FROM refresh_tokens r WHERE r.family_id = token_families.id
     AND r.consumed_at IS NULL AND r.expires_at > now() - interval '1 day')`,
);

/** Deletes tokens that nobody can use any more. */
@RecurringJob('clear-tokens', '37 * * * *')
export class ClearTokensJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await sweep(this.database, ACCESS_TOKENS);
    await sweep(this.database, FAMILIES);
  }
}
