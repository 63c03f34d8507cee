import type { EntityManager } from 'typeorm';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import { JobQueue } from '../../../../platform/jobs/job-queue.service.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { DATE_SCAN } from '../automation-jobs.js';
import { PLAN_SCAN } from '../automation.statements.js';
import { dayIn, knownZone } from '../known-zone.js';

const BATCH = 100;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** `isLate`: nobody is congratulated a day later. */
const FIND_DUE = statement(
  'automation.find-due-scans',
  `SELECT a.id, a.project_id AS "projectId", p.timezone AS zone, a.next_scan_at AS "plannedAt",
     a.next_scan_at <= now() - interval '24 hours' AS "isLate",
     a.trigger #>> '{attribute_date,at}' AS at
   FROM automations a JOIN projects p ON p.id = a.project_id
   WHERE a.status = 'active' AND a.next_scan_at <= now()
   ORDER BY a.next_scan_at LIMIT ${BATCH} FOR NO KEY UPDATE OF a SKIP LOCKED`,
  {
    ...{ id: 'uuid', projectId: 'uuid', zone: 'text', plannedAt: 'timestamptz' },
    ...{ isLate: 'boolean', at: 'text?' },
  },
);

/** Begins the searches for contacts whose date it is, once a day for each automation that waits for dates. */
@RecurringJob('plan-date-scans', '*/5 * * * *')
export class PlanDateScansJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
  ) {}

  async run(): Promise<void> {
    let found: number;
    do found = await this.database.transaction(this.plan);
    while (found === BATCH);
  }

  private readonly plan = async (tx: EntityManager): Promise<number> => {
    const due = await this.database.queryIn(tx, FIND_DUE);
    for (const { id, projectId, plannedAt, isLate, at, ...project } of due) {
      const zone = knownZone(project.zone);
      const scan = {
        ...{ projectId, automationId: id, zone, day: dayIn(zone, plannedAt) },
        plannedAt: plannedAt.toISOString(),
      };
      if (!isLate) await this.jobs.add(tx, DATE_SCAN, { ...scan, after: FIRST });
      await this.database.queryIn(tx, PLAN_SCAN, { projectId, id, zone, at: at ?? '10:00' });
    }
    return due.length;
  };
}
