import { Database } from '../../../platform/database/database.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { sweep, sweepStatement } from '../../../platform/jobs/sweep.js';

const SWEEP_RETURNS = sweepStatement('sign_in_returns', 'expires_at < now()');
const SWEEP_BROWSERS = sweepStatement('known_browsers', 'expires_at < now()');
const SWEEP_RESETS = sweepStatement('password_resets', 'expires_at < now()');
const SWEEP_ATTEMPTS = sweepStatement('sign_in_attempts', 'empty_at < now()');
const SWEEP_SESSIONS = sweepStatement('browser_sessions', 'expires_at < now()');

/** Forgets what a browser or a letter held for a while: sessions, places to return to, links; and counted attempts. */
@RecurringJob('clear-sessions', '*/15 * * * *')
export class ClearSessionsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    const all = [SWEEP_RETURNS, SWEEP_SESSIONS, SWEEP_BROWSERS, SWEEP_RESETS, SWEEP_ATTEMPTS];
    for (const each of all) await sweep(this.database, each);
  }
}
