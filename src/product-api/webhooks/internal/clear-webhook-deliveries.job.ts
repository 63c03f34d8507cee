import { Database } from '../../../platform/database/database.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../platform/jobs/sweep.js';

const OLD = sweepOf({
  table: 'webhook_deliveries',
  time: 'created_at',
  before: `now() - interval '30 days'`,
});

/** Deletes deliveries after 30 days. */
@RecurringJob('clear-webhook-deliveries', '52 * * * *')
export class ClearWebhookDeliveriesJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await sweep(this.database, OLD);
  }
}
