import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { unprepared } from '../../../platform/database/statement.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { walkOn, type Position } from '../../../platform/jobs/walk.js';
import { ClientsService } from '../../clients/clients.service.js';

const BATCH = 200;

/** No live grant for 90 days; `least` ignores a `revoked_at` that is null. */
const IS_IDLE = `NOT EXISTS (SELECT FROM grants g WHERE g.client_id = c.id
  AND least(g.revoked_at, g.expires_at) > now() - interval '90 days')`;

// Most clients are in use, so the job walks over all approved ones.
const FIND_NEXT = unprepared(
  `SELECT c.id, c.state_changed_at::text AS at, ${IS_IDLE} AS idle
   FROM clients c
   WHERE c.origin = 'dynamic' AND c.state = 'approved' AND c.state_changed_at < now() - interval '90 days'
     AND (c.state_changed_at, c.id) > (:at::timestamptz, :id::uuid)
   ORDER BY c.state_changed_at, c.id LIMIT ${String(BATCH)}`,
  { id: 'uuid', at: 'text', idle: 'boolean' },
);
const LOCK = unprepared(
  `SELECT c.id FROM clients c WHERE c.id = ANY (:ids) AND c.state = 'approved' FOR UPDATE SKIP LOCKED`,
  { id: 'uuid' },
);
// A consent may have committed between snapshot and lock; under the lock none can.
const STILL_IDLE = unprepared(`SELECT c.id FROM clients c WHERE c.id = ANY (:ids) AND ${IS_IDLE}`, {
  id: 'uuid',
});

/** Retires self-registered clients that were approved, and whose last grant ended long ago. */
@RecurringJob('retire-idle-clients', '47 * * * *')
export class RetireIdleClientsJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly clients: ClientsService,
  ) {}

  run(): Promise<void> {
    return walkOn(this.database, 'retire-idle-clients', (position) => this.retireNext(position));
  }

  private async retireNext({ at, id }: Position): Promise<Position | null> {
    const found = await this.database.query(FIND_NEXT, { at, id });
    const idle = idsOf(found.filter((candidate) => candidate.idle));
    if (idle.length > 0) await this.database.transaction((tx) => this.retire(tx, idle));
    return found.length < BATCH ? null : (found.at(-1) ?? null);
  }

  private async retire(tx: EntityManager, ids: readonly string[]): Promise<void> {
    const locked = await this.database.queryIn(tx, LOCK, { ids });
    const idle = await this.database.queryIn(tx, STILL_IDLE, { ids: idsOf(locked) });
    await this.clients.retireIdle(tx, idsOf(idle));
  }
}

const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);
