import { Database } from '../../../../platform/database/database.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { sweep, sweepStatement } from '../../../../platform/jobs/sweep.js';

const NEVER_APPROVED = sweepStatement(
  'clients',
  `origin = 'metadata_document' AND approved_at IS NULL AND created_at < now() - interval '1 day'`,
  'metadata-documents',
);

/** Forgets apps whose document was read and whom nobody let in; they come back the same when they are asked for. */
@RecurringJob('clear-metadata-documents', '23 * * * *')
export class ClearDocumentsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  run(): Promise<void> {
    return sweep(this.database, NEVER_APPROVED);
  }
}
