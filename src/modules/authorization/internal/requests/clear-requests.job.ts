import { Database } from '../../../../platform/database/database.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../../platform/jobs/sweep.js';

// Anybody can fill the table without signing in, so unbound requests are deleted ten minutes after expiry, when a
// sign-in in progress has ended.
const UNBOUND = sweepOf({
  table: 'authorization_requests',
  time: 'expires_at',
  before: `now() - interval '10 minutes'`,
  among: `state IN ('pushed', 'received')`,
});
// Kept for a day, to answer why a link did not work.
const BOUND = sweepOf({
  table: 'authorization_requests',
  time: 'expires_at',
  before: `now() - interval '1 day'`,
  among: `state IN ('pending', 'decided')`,
});
/** Deletes expired requests. */
@RecurringJob('clear-authorization-requests', '*/10 * * * *')
export class ClearRequestsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await sweep(this.database, UNBOUND);
    await sweep(this.database, BOUND);
  }
}
