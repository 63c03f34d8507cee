import { Database } from '../../../platform/database/database.js';
import { HandlesJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { GRANTS_VOIDED } from '../../accounts/grants-voided.js';
import { EndVoidGrants } from '../end-void-grants.js';

@HandlesJob(GRANTS_VOIDED)
export class EndVoidGrantsJob implements JobHandler<{ readonly userId: string }> {
  constructor(
    private readonly database: Database,
    private readonly ending: EndVoidGrants,
  ) {}

  run({ userId }: { readonly userId: string }): Promise<void> {
    return this.database.transaction((tx) => this.ending.execute(tx, userId));
  }
}
