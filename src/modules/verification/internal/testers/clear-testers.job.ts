import { Database } from '../../../../platform/database/database.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../../platform/jobs/sweep.js';

const SWEEPS = [
  sweepOf({
    ...{ table: 'app_testers', among: `state = 'removed'`, time: 'state_changed_at' },
    before: `now() - interval '90 days'`,
  }),
  // As the mail says.
  sweepOf({
    ...{ table: 'app_testers', among: `state = 'invited'`, time: 'invited_at' },
    before: `now() - interval '30 days'`,
  }),
];

/** Deletes testers who were removed 90 days ago, and invitations that nobody answered in 30 days. */
@RecurringJob('clear-testers', '52 * * * *')
export class ClearTestersJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    for (const each of SWEEPS) await sweep(this.database, each);
  }
}
