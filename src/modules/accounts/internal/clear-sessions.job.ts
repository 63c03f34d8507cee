import { Database } from '../../../platform/database/database.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../platform/jobs/sweep.js';

const expired = { time: 'expires_at', before: 'now()' };

const SWEEPS = [
  sweepOf({ table: 'sign_in_returns', ...expired }),
  // The foreign key of an open authorization request is set to null: another session may still decide it.
  sweepOf({ table: 'browser_sessions', ...expired, batch: 100 }),
  sweepOf({ table: 'known_browsers', ...expired }),
  sweepOf({ table: 'password_resets', ...expired }),
  sweepOf({ table: 'sign_in_attempts', time: 'empty_at', before: 'now()' }),
];

/** Deletes expired rows: sessions, return paths, reset links, known browsers, and counted attempts. */
@RecurringJob('clear-sessions', '*/15 * * * *')
export class ClearSessionsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    for (const each of SWEEPS) await sweep(this.database, each);
  }
}
