import { Database } from '../../../../platform/database/database.js';
import { HandlesJob, RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import { JobQueue } from '../../../../platform/jobs/job-queue.service.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { Outbox } from '../../../messages/outbox.service.js';
import { AUTOMATION_ARCHIVED, AUTOMATION_RESUMED, ENROLLMENTS_DUE } from '../automation-jobs.js';
import { END_ARCHIVED, TAKE_UP } from './due.statements.js';
import { RunDue } from './run-due.js';

const BATCH = 1_000;

type Payload = NonNullable<typeof AUTOMATION_RESUMED.payload>;

/** Waits end at the full minute after their time. */
@RecurringJob('run-automations', '* * * * *')
export class RunAutomationsJob implements JobHandler<object> {
  constructor(private readonly due: RunDue) {}

  async run(): Promise<void> {
    await this.due.execute();
  }
}

/** The same at once, for who is due since something has just happened. Goes on in a job of its own. */
@HandlesJob(ENROLLMENTS_DUE)
export class EnrollmentsDueJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly due: RunDue,
    private readonly jobs: JobQueue,
  ) {}

  async run(): Promise<void> {
    if (!(await this.due.execute())) return;
    await this.database.transaction((tx) => this.jobs.add(tx, ENROLLMENTS_DUE, {}));
  }
}

@HandlesJob(AUTOMATION_RESUMED)
export class AutomationResumedJob implements JobHandler<Payload> {
  constructor(
    private readonly database: Database,
    private readonly due: RunDue,
  ) {}

  async run(automation: Payload): Promise<void> {
    let taken: number;
    do {
      const [row] = await this.database.query(TAKE_UP, { ...automation });
      taken = row?.count ?? 0;
    } while (taken === BATCH);
    await this.due.execute();
  }
}

@HandlesJob(AUTOMATION_ARCHIVED)
export class AutomationArchivedJob implements JobHandler<Payload> {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /** Messages that wait are cancelled too, in a transaction of their own: it locks funds. */
  async run({ projectId, automationId }: Payload): Promise<void> {
    let ended: number;
    do {
      const [row] = await this.database.query(END_ARCHIVED, { projectId, automationId });
      ended = row?.count ?? 0;
    } while (ended === BATCH);
    await this.database.transaction((tx) =>
      this.outbox.cancelOf(tx, projectId, { id: automationId }, 'archived'),
    );
  }
}
