import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { ClientLifeCycle } from './client-life-cycle.service.js';

/** Beyond this many unauthorized clients, the oldest retire. No registration is refused for their number. */
const MOST_NEVER_APPROVED = 5_000;

/**
 * Retires clients that nobody has authorized within a day of their registration or revival, and the oldest of too many.
 * Every minute, for all processes together: the excess is what was registered in the last ten minutes, which are left
 * to every client, and since the last run.
 */
@RecurringJob('retire-clients', '* * * * *')
export class RetireClientsJob implements JobHandler<object> {
  constructor(private readonly lifeCycle: ClientLifeCycle) {}

  async run(): Promise<void> {
    while (await this.lifeCycle.retireNeverApproved());
    while (await this.lifeCycle.retireSurplus(MOST_NEVER_APPROVED));
  }
}
