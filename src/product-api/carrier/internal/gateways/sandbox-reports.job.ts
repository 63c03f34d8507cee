import { HandlesJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { SANDBOX_REPORTS, SandboxReports, type SandboxEvent } from './sandbox-reports.js';

@HandlesJob(SANDBOX_REPORTS)
export class SandboxReportsJob implements JobHandler<{ events: readonly SandboxEvent[] }> {
  constructor(private readonly reports: SandboxReports) {}

  run({ events }: { readonly events: readonly SandboxEvent[] }): Promise<void> {
    return this.reports.send(events);
  }
}
