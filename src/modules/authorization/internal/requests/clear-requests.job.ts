import { Database } from '../../../../platform/database/database.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../../platform/jobs/sweep.js';

// Anybody can fill the table without signing in, so what is bound to nobody goes at once, but for whoever is signing in.
const UNBOUND = sweepOf({
  table: 'authorization_requests',
  time: 'expires_at',
  before: `now() - interval '10 minutes'`,
  among: `state IN ('pushed', 'received')`,
});
// A day later, for whoever wants to know why a link did not work.
const BOUND = sweepOf({
  table: 'authorization_requests',
  time: 'expires_at',
  before: `now() - interval '1 day'`,
  among: `state IN ('pending', 'decided')`,
});
/** Deletes requests that nobody can use any more. */
@RecurringJob('clear-authorization-requests', '*/10 * * * *')
export class ClearRequestsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await sweep(this.database, UNBOUND);
    await sweep(this.database, BOUND);
  }
}
