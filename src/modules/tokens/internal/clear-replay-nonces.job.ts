import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';

// No window is longer than a minute.
const CLEAR = statement(
  'replay-window.clear-nonces',
  `UPDATE refresh_tokens SET replay_nonce = NULL
   WHERE replay_nonce IS NOT NULL AND consumed_at < now() - interval '60 seconds'`,
);

/** Forgets the nonces whose window is over: from then on nobody can make those tokens again, not even we. */
@RecurringJob('clear-replay-nonces', '* * * * *')
export class ClearReplayNoncesJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await this.database.query(CLEAR);
  }
}
