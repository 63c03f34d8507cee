import { Database } from '../../../platform/database/database.js';
import { unprepared } from '../../../platform/database/statement.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { sweep, type Sweep } from '../../../platform/jobs/sweep.js';

/** Consent is not asked for after so long. No row is locked: the server may not update them, and they never change. */
const OLD_CHANGES: Sweep = {
  batch: 1_000,
  statement: unprepared(
    `WITH gone AS (
       DELETE FROM consent_changes WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM consent_changes WHERE created_at < now() - interval '6 years'
         ORDER BY created_at LIMIT 1000))
       RETURNING 1
     )
     SELECT count(*)::int AS count FROM gone`,
    { count: 'integer' },
  ),
};

/** Deletes old entries of the consent log. */
@RecurringJob('clear-consent-changes', '41 4 * * *')
export class ClearConsentChangesJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  run(): Promise<void> {
    return sweep(this.database, OLD_CHANGES);
  }
}
