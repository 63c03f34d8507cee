import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { ClientLifeCycle } from './client-life-cycle.service.js';

/** Retires clients that nobody has authorized within a day of their registration or revival. */
@RecurringJob('retire-clients', '7 * * * *')
export class RetireClientsJob implements JobHandler<object> {
  constructor(private readonly lifeCycle: ClientLifeCycle) {}

  async run(): Promise<void> {
    while (await this.lifeCycle.retireNeverApproved());
  }
}
