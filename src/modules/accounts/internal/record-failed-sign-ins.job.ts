import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { FailedSignIns } from './failed-sign-ins.js';

@RecurringJob('record-failed-sign-ins', '* * * * *')
export class RecordFailedSignInsJob implements JobHandler<object> {
  constructor(private readonly failures: FailedSignIns) {}

  run(): Promise<void> {
    return this.failures.hand();
  }
}
