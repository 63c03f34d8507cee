import { Database } from '../../../platform/database/database.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { walk, walkOf } from '../../../platform/jobs/walk.js';

// A redeemed code is kept as long as its grant, so that a replay is recognised (G14).
const CODES = walkOf({
  name: 'authorization_codes',
  table: 'authorization_codes',
  time: 'expires_at',
  before: `now() - interval '1 day'`,
  due: `consumed_at IS NULL OR NOT EXISTS (SELECT FROM grants g
    WHERE g.id = authorization_codes.grant_id AND g.revoked_at IS NULL AND g.expires_at > now())`,
});

/** Deletes expired codes. */
@RecurringJob('clear-authorization-codes', '*/10 * * * *')
export class ClearCodesJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await walk(this.database, CODES);
  }
}
