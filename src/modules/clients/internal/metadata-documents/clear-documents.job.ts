import { Database } from '../../../../platform/database/database.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../../platform/jobs/sweep.js';

const NEVER_APPROVED = sweepOf({
  table: 'clients',
  among: `origin = 'metadata_document' AND state = 'registered'`,
  time: 'created_at',
  before: `now() - interval '1 day'`,
  // Requests and assertions of the last minutes are deleted too.
  batch: 100,
});

/** Deletes clients of metadata documents that nobody authorized; the next request creates them again. */
@RecurringJob('clear-metadata-documents', '23 * * * *')
export class ClearDocumentsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  run(): Promise<void> {
    return sweep(this.database, NEVER_APPROVED);
  }
}
