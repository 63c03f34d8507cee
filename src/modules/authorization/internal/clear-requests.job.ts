import { Database } from '../../../platform/database/database.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../platform/jobs/sweep.js';
import { walk, walkOf } from '../../../platform/jobs/walk.js';

// A day later, for whoever wants to know why a link did not work.
const REQUESTS = sweepOf({
  table: 'authorization_requests',
  time: 'expires_at',
  before: `now() - interval '1 day'`,
});
// A redeemed code stays as long as its grant: until then a replay must still be recognised (G14).
const CODES = walkOf({
  name: 'authorization_codes',
  table: 'authorization_codes',
  time: 'expires_at',
  before: `now() - interval '1 day'`,
  due: `consumed_at IS NULL OR NOT EXISTS (SELECT FROM grants g
    WHERE g.id = authorization_codes.grant_id AND g.revoked_at IS NULL AND g.expires_at > now())`,
});

// These two anybody can fill without signing in, so they go at once, but for a visit that is under way, unless a
// request came of them: they go with that one.
const ARRIVALS = walkOf({
  name: 'authorization_arrivals',
  table: 'authorization_arrivals',
  time: 'expires_at',
  before: `now() - interval '10 minutes'`,
  due: `NOT EXISTS (SELECT FROM authorization_requests r WHERE r.arrival_id = authorization_arrivals.id)`,
});
const PUSHED = walkOf({
  name: 'pushed_requests',
  table: 'pushed_requests',
  time: 'expires_at',
  before: `now() - interval '10 minutes'`,
  due: `NOT EXISTS (SELECT FROM authorization_arrivals a WHERE a.pushed_request_id = pushed_requests.id)`,
});

/** Deletes requests and codes that nobody can use any more. */
@RecurringJob('clear-authorization-requests', '*/10 * * * *')
export class ClearRequestsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await sweep(this.database, REQUESTS);
    await walk(this.database, ARRIVALS);
    await walk(this.database, PUSHED);
    await walk(this.database, CODES);
  }
}
