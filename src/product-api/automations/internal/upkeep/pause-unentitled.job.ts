import { Database } from '../../../../platform/database/database.js';
import { statement, type RowOf } from '../../../../platform/database/statement.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { LOCK_AUTOMATION } from '../automation.statements.js';
import { IS_ENTITLED } from '../entitlement.sql.js';
import { LiveAutomations } from '../live-automations.js';
import { PauseAutomation } from '../pause-automation.js';

interface Place {
  readonly projectId: string;
  readonly id: string;
}

const BATCH = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** In the order of their projects, a part of the active ones at a time. */
const FIND_SOME = statement(
  'automation.find-some-unentitled',
  `SELECT a.id, a.project_id AS "projectId", ${IS_ENTITLED} AS "isEntitled" FROM automations a
   WHERE a.status = 'active' AND (a.project_id, a.id) > (:projectId::uuid, :id::uuid)
   ORDER BY a.project_id, a.id LIMIT ${BATCH}`,
  { id: 'uuid', projectId: 'uuid', isEntitled: 'boolean' },
);

/**
 * An app or token that made an automation live may have lost its access since. Its messages are not sent from that
 * moment, whether this job has run or not; here the automation is paused, also if nobody is due.
 */
@RecurringJob('pause-unentitled-automations', '*/5 * * * *')
export class PauseUnentitledJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly live: LiveAutomations,
    private readonly pauses: PauseAutomation,
  ) {}

  async run(): Promise<void> {
    let after: Place | undefined = { projectId: FIRST, id: FIRST };
    while (after) {
      const { projectId, id }: Place = after;
      const some: RowOf<typeof FIND_SOME>[] = await this.database.query(FIND_SOME, {
        ...{ projectId, id },
      });
      for (const one of some) if (!one.isEntitled) await this.pause(one.projectId, one.id);
      after = some.length === BATCH ? some.at(-1) : undefined;
    }
  }

  private async pause(projectId: string, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.live.lock(tx, projectId, id);
      await this.database.queryIn(tx, LOCK_AUTOMATION, { projectId, id });
      const pause = { reason: 'access_ended', actor: { kind: 'system' } } as const;
      await this.pauses.execute(tx, { projectId, id, ...pause });
    });
  }
}
