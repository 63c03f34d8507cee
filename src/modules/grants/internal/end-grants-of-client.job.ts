import { Database } from '../../../platform/database/database.js';
import { statement, type RowOf } from '../../../platform/database/statement.js';
import { HandlesJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { CLIENT_DELETED } from '../../clients/client-deleted.js';
import { GrantEndings } from '../grant-endings.service.js';

const BATCH = 1_000;

const FIND_LIVE = statement(
  'grant.find-live-of-client',
  `SELECT id FROM grants WHERE client_id = :clientId AND revoked_at IS NULL ORDER BY id LIMIT ${String(BATCH)}`,
  { id: 'uuid' },
);

/**
 * Closes the grants of a deleted client. They are ineffective since the deletion; this records it, so that people and
 * audit trails see when and why access ended.
 */
@HandlesJob(CLIENT_DELETED)
export class EndGrantsOfClientJob implements JobHandler<{ readonly clientId: string }> {
  constructor(
    private readonly database: Database,
    private readonly endings: GrantEndings,
  ) {}

  async run({ clientId }: { readonly clientId: string }): Promise<void> {
    let live: RowOf<typeof FIND_LIVE>[];
    do {
      live = await this.database.query(FIND_LIVE, { clientId });
      await this.end(clientId, live);
    } while (live.length === BATCH);
  }

  private async end(clientId: string, live: readonly { readonly id: string }[]): Promise<void> {
    const actor = { kind: 'app', clientId } as const;
    for (const { id } of live) {
      await this.database.transaction((tx) =>
        this.endings.revoke(tx, id, { reason: 'client_deleted', actor }),
      );
    }
  }
}
