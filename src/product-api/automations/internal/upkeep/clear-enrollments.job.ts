import { Database } from '../../../../platform/database/database.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../../platform/jobs/sweep.js';

/** Longer than any gap between two entries. Counts of a contact's entries go back as far. */
const ENROLLMENTS = sweepOf({
  table: 'automation_enrollments',
  time: 'ended_at',
  before: `now() - interval '400 days'`,
  among: 'ended_at IS NOT NULL',
});

const MESSAGE_DAYS = sweepOf({
  table: 'automation_message_days',
  time: 'day',
  before: `(now() - interval '3 days')::date`,
});

/** Deletes what ended long ago, and counts of days that are over in every time zone. */
@RecurringJob('clear-automation-enrollments', '41 3 * * *')
export class ClearEnrollmentsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await sweep(this.database, ENROLLMENTS);
    await sweep(this.database, MESSAGE_DAYS);
  }
}
