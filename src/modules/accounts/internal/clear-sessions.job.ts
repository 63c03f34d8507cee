import { Database } from '../../../platform/database/database.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { sweep, sweepStatement } from '../../../platform/jobs/sweep.js';

const SWEEP_RETURNS = sweepStatement('sign_in_returns', 'expires_at < now()');
const SWEEP_SESSIONS = sweepStatement('browser_sessions', 'expires_at < now()');

/** Forgets browser sessions and places to return to that have had their time. */
@RecurringJob('clear-sessions', '*/15 * * * *')
export class ClearSessionsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await sweep(this.database, SWEEP_RETURNS);
    await sweep(this.database, SWEEP_SESSIONS);
  }
}
