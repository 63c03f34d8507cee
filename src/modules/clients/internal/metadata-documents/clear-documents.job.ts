import { Database } from '../../../../platform/database/database.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../../platform/jobs/sweep.js';

const NEVER_APPROVED = sweepOf({
  table: 'clients',
  among: `origin = 'metadata_document' AND state = 'registered'`,
  time: 'created_at',
  before: `now() - interval '1 day'`,
  // Requests and assertions of the last minutes go along.
  batch: 100,
});

/** Forgets apps whose document was read and whom nobody let in; they come back the same when they are asked for. */
@RecurringJob('clear-metadata-documents', '23 * * * *')
export class ClearDocumentsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  run(): Promise<void> {
    return sweep(this.database, NEVER_APPROVED);
  }
}
