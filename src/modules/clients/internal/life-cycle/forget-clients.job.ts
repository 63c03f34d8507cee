import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { sweep, sweepStatement } from '../../../../platform/jobs/sweep.js';

/** However many register in a flood, no more than this many that nobody let in are remembered (C5). */
const MOST_TOMBSTONES = 100_000;

// Nobody ever let them in, so nothing hangs from them but requests of the last minutes.
const FORGET = sweepStatement(
  'clients',
  `origin = 'dynamic' AND approved_at IS NULL AND (
     retired_at < now() - interval '13 months'
     OR (retired_at IS NULL AND disabled_at < now() - interval '1 day')
     OR (retired_at < now() - interval '1 hour' AND id IN (
       SELECT id FROM clients WHERE origin = 'dynamic' AND approved_at IS NULL AND retired_at IS NOT NULL
       ORDER BY retired_at DESC OFFSET ${String(MOST_TOMBSTONES)})))`,
);
// The name stays for as long as people may look up what they once let in; where and how it worked does not.
const STRIP = statement(
  'client.strip',
  `UPDATE clients SET redirect_uris = '{}', scope = NULL, client_uri = NULL, logo_uri = NULL, tos_uri = NULL,
     policy_uri = NULL
   WHERE origin = 'dynamic' AND redirect_uris <> '{}' AND retired_at < now() - interval '13 months'`,
);

/** Forgets clients that have been retired for so long that none of them will come back. */
@RecurringJob('forget-clients', '37 3 * * *')
export class ForgetClientsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await sweep(this.database, FORGET);
    await this.database.query(STRIP);
  }
}
