import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { ClientsService } from '../../clients/clients.service.js';

const BATCH = 200;

/** Nobody has had a living grant with it for 90 days; `least` passes over a `revoked_at` that is null. */
const IS_IDLE = `NOT EXISTS (SELECT FROM grants g WHERE g.client_id = c.id
  AND least(g.revoked_at, g.expires_at) > now() - interval '90 days')`;

const LOCK_IDLE = statement(
  'client.lock-idle',
  `SELECT c.id FROM clients c
   WHERE c.origin = 'dynamic' AND c.disabled_at IS NULL AND c.approved_at < now() - interval '90 days'
     AND c.approved_at > coalesce(c.revived_at, '-infinity') AND ${IS_IDLE}
   LIMIT ${String(BATCH)} FOR UPDATE SKIP LOCKED`,
);
// A consent may have come in between snapshot and lock; under the lock no more can.
const STILL_IDLE = statement(
  'client.still-idle',
  `SELECT c.id FROM clients c WHERE c.id = ANY ($1) AND ${IS_IDLE}`,
);

/** Retires self-registered clients that were let in once, and whose last grant ended long ago. */
@RecurringJob('retire-idle-clients', '47 3 * * *')
export class RetireIdleClientsJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly clients: ClientsService,
  ) {}

  async run(): Promise<void> {
    let found: number;
    do found = await this.database.transaction((tx) => this.retireSome(tx));
    while (found === BATCH);
  }

  private async retireSome(tx: EntityManager): Promise<number> {
    const locked = await this.database.queryIn<{ id: string }>(tx, LOCK_IDLE);
    const ids = locked.map(({ id }) => id);
    const idle = await this.database.queryIn<{ id: string }>(tx, STILL_IDLE, [ids]);
    await this.clients.retireIdle(
      tx,
      idle.map(({ id }) => id),
    );
    return locked.length;
  }
}
