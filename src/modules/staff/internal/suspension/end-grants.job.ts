import { Database } from '../../../../platform/database/database.js';
import { statement, type RowOf } from '../../../../platform/database/statement.js';
import { HandlesJob } from '../../../../platform/jobs/job-handler.decorator.js';
import { defineJob, type JobHandler } from '../../../../platform/jobs/job.js';
import type { AuditActor } from '../../../audit/audit-event.js';
import { GrantEndings } from '../../../grants/grant-endings.service.js';

interface Ending {
  readonly clientId: string;
  readonly actor: AuditActor;
}

export const END_GRANTS_OF_SUSPENDED = defineJob<Ending>('end-grants-of-suspended');

const BATCH = 500;

const FIND_LIVE = statement(
  'suspension.find-live-grants',
  `SELECT g.id FROM grants g JOIN clients c ON c.id = g.client_id AND c.state = 'suspended'
   WHERE g.client_id = :clientId AND g.revoked_at IS NULL ORDER BY g.id LIMIT ${BATCH}`,
  { id: 'uuid' },
);

/** Ends all connections of a suspended app, so that people are asked again. Each is a transaction of its own. */
@HandlesJob(END_GRANTS_OF_SUSPENDED)
export class EndGrantsJob implements JobHandler<Ending> {
  constructor(
    private readonly database: Database,
    private readonly endings: GrantEndings,
  ) {}

  async run({ clientId, actor }: Ending): Promise<void> {
    let live: RowOf<typeof FIND_LIVE>[];
    do {
      live = await this.database.query(FIND_LIVE, { clientId });
      for (const { id } of live) {
        await this.database.transaction((tx) =>
          this.endings.revoke(tx, id, { reason: 'app_suspended', actor }),
        );
      }
    } while (live.length === BATCH);
  }
}
