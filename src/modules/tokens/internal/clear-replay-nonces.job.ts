import { Database } from '../../../platform/database/database.js';
import { unprepared } from '../../../platform/database/statement.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { sweep } from '../../../platform/jobs/sweep.js';

const BATCH = 1_000;

// The maximum replay window is a minute.
const CLEAR = unprepared(
  `WITH cleared AS (
     UPDATE refresh_tokens SET replay_nonce = NULL WHERE ctid = ANY (ARRAY(
       SELECT ctid FROM refresh_tokens
       WHERE replay_nonce IS NOT NULL AND consumed_at < now() - interval '60 seconds'
       ORDER BY consumed_at LIMIT ${String(BATCH)} FOR UPDATE SKIP LOCKED)) RETURNING 1
   ) SELECT count(*)::int AS count FROM cleared`,
);

/** Deletes the nonces whose window is over: then the tokens cannot be derived again. */
@RecurringJob('clear-replay-nonces', '* * * * *')
export class ClearReplayNoncesJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await sweep(this.database, { batch: BATCH, statement: CLEAR });
  }
}
