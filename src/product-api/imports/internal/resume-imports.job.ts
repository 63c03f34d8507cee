import { Database } from '../../../platform/database/database.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import { JobQueue } from '../../../platform/jobs/job-queue.service.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { sweep } from '../../../platform/jobs/sweep.js';
import { FIND_ABANDONED, OLD_IMPORTS } from './imports.statements.js';
import { RUN_IMPORT } from './run-import.job.js';

/** Queues imports again whose worker is gone, and deletes those of last week. */
@RecurringJob('resume-imports', '* * * * *')
export class ResumeImportsJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
  ) {}

  async run(): Promise<void> {
    await this.database.transaction(async (tx) => {
      for (const abandoned of await this.database.queryIn(tx, FIND_ABANDONED)) {
        await this.jobs.add(tx, RUN_IMPORT, abandoned);
      }
    });
    await sweep(this.database, OLD_IMPORTS);
  }
}
