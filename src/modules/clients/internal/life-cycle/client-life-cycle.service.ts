import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { fromWireId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { JobQueue } from '../../../../platform/jobs/job-queue.service.js';
import type { AuditActor, AuditEvent } from '../../../audit/audit-event.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import { CLIENT_IS_PUBLIC } from '../../client-credential.js';
import { CLIENT_DELETED } from '../../client-deleted.js';
import { CLIENT_IS_LIVE } from '../../client-state.js';

/** Why a self-registered client was retired. */
export type RetirementReason = 'never_approved' | 'too_many' | 'idle';

/** Batch size, so that a transaction locks few rows. */
const BATCH = 200;

// A concurrent decision also sets `approved_at` of a client that was just retired, which is then not deleted.
const APPROVE = statement(
  'client.approve',
  `UPDATE clients SET approved_at = coalesce(approved_at, now()),
     state = CASE WHEN state IN ('registered', 'revived') THEN 'approved' ELSE state END,
     state_changed_at = CASE WHEN state IN ('registered', 'revived') THEN now() ELSE state_changed_at END
   WHERE id = :id AND (state IN ('registered', 'revived') OR approved_at IS NULL)`,
);

// Removes secrets permanently: no secret has a hash of zeros.
const WITHOUT_CREDENTIALS = `registration_token_hash = NULL,
  older_secret_hash = NULL, older_secret_ends_at = NULL,
  secret_hash = CASE WHEN secret_hash IS NOT NULL THEN decode(repeat('00', 32), 'hex') END`;

/** Locked rows are in use; the next run reads them again. */
const RETIRE = `UPDATE clients SET state = 'retired', state_changed_at = now(), ${WITHOUT_CREDENTIALS}
  WHERE id IN (SELECT c.id FROM clients c WHERE c.origin = 'dynamic'`;

const RETIRE_NEVER_APPROVED = statement(
  'client.retire-never-approved',
  `${RETIRE} AND c.state IN ('registered', 'revived') AND c.state_changed_at < now() - interval '24 hours'
     ORDER BY c.state_changed_at LIMIT ${String(BATCH)} FOR UPDATE SKIP LOCKED)
   RETURNING id`,
  { id: 'uuid' },
);
// A client keeps its time to be authorized after registration, however many register.
const RETIRE_SURPLUS = statement(
  'client.retire-surplus',
  `${RETIRE} AND c.state IN ('registered', 'revived') AND c.state_changed_at < now() - interval '10 minutes'
     AND (c.state_changed_at, c.id) <= (
       SELECT state_changed_at, id FROM clients WHERE origin = 'dynamic' AND state IN ('registered', 'revived')
       ORDER BY state_changed_at DESC, id DESC LIMIT 1 OFFSET :keep)
     ORDER BY c.state_changed_at LIMIT ${String(BATCH)} FOR UPDATE SKIP LOCKED)
   RETURNING id`,
  { id: 'uuid' },
);
const RETIRE_IDLE = statement(
  'client.retire-idle',
  `${RETIRE} AND c.state = 'approved' AND c.id = ANY (:ids) FOR UPDATE SKIP LOCKED) RETURNING id`,
  { id: 'uuid' },
);

// Public ones only: a confidential client has lost its secret and could not authenticate.
const REVIVE = statement(
  'client.revive',
  `UPDATE clients c SET state = 'revived', state_changed_at = now()
   WHERE id = :id AND state = 'retired' AND state_changed_at > now() - interval '13 months' AND ${CLIENT_IS_PUBLIC}
   RETURNING id`,
  { id: 'uuid' },
);

const DELETE = statement(
  'client.delete',
  `UPDATE clients c SET state = 'deleted', state_changed_at = now(), ${WITHOUT_CREDENTIALS}
   WHERE id = :id AND ${CLIENT_IS_LIVE} RETURNING name, redirect_uris AS "redirectUris"`,
  { name: 'text', redirectUris: 'text[]' },
);

/**
 * All transitions of a client's state, which begins as `registered`.
 *
 *     registered, revived → approved              a person or admin authorizes it
 *     registered, revived → retired               after a day without that, or earlier if there are too many of its kind
 *     approved            → retired               some time after its last grant ended
 *     retired             → revived               a public one is used at the authorization endpoint within 13 months
 *     all of these        → suspended             by staff, reversible: `AppSuspensions` has these transitions
 *     suspended           → restoring             by staff, once its credentials were replaced
 *     restoring           → approved, registered  by staff
 *     live                → deleted               by its developer, permanently
 *
 * Only self-registered clients retire, so that a table which everybody may fill has a limit; they can be revived because
 * apps keep their `client_id` permanently. Every statement that looks a client up checks the state, so a transition
 * takes effect at once and waits for no request.
 */
@Injectable()
export class ClientLifeCycle {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
  ) {}

  /** Records the first authorization of the client; the audit event is that of the decision. */
  async approve(tx: EntityManager, id: string): Promise<void> {
    await this.database.queryIn(tx, APPROVE, { id });
  }

  /** @returns whether there may be more */
  retireNeverApproved(): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const retired = await this.database.queryIn(tx, RETIRE_NEVER_APPROVED);
      await this.recordRetired(tx, retired, 'never_approved');
      return retired.length === BATCH;
    });
  }

  /**
   * The oldest that nobody has authorized, beyond the newest `keep`; none younger than ten minutes.
   * @returns whether there may be more
   */
  retireSurplus(keep: number): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const retired = await this.database.queryIn(tx, RETIRE_SURPLUS, { keep });
      await this.recordRetired(tx, retired, 'too_many');
      return retired.length === BATCH;
    });
  }

  async retireIdle(tx: EntityManager, ids: readonly string[]): Promise<void> {
    const retired = await this.database.queryIn(tx, RETIRE_IDLE, { ids });
    await this.recordRetired(tx, retired, 'idle');
  }

  /** @returns whether a client of this `client_id` was revived */
  async revive(clientId: string): Promise<boolean> {
    const id = fromWireId('app', clientId);
    if (id === null) return false;
    return this.database.transaction(async (tx) => {
      const [revived] = await this.database.queryIn(tx, REVIVE, { id });
      if (!revived) return false;
      await this.audit.record(tx, bySystem('client.revived', id));
      return true;
    });
  }

  /** Its grants are closed by the job that is queued. False if it was not live. */
  async delete(tx: EntityManager, id: string, actor: AuditActor): Promise<boolean> {
    const [deleted] = await this.database.queryIn(tx, DELETE, { id });
    if (!deleted) return false;
    await this.audit.record(tx, {
      type: 'client.deleted',
      actor,
      target: { kind: 'client', id },
      context: { name: deleted.name, redirect_uris: deleted.redirectUris },
    });
    await this.jobs.add(tx, CLIENT_DELETED, { clientId: id });
    return true;
  }

  private async recordRetired(
    tx: EntityManager,
    retired: readonly { readonly id: string }[],
    reason: RetirementReason,
  ): Promise<void> {
    for (const { id } of retired) {
      await this.audit.record(tx, { ...bySystem('client.retired', id), reason });
    }
  }
}

const bySystem = (type: AuditEvent['type'], id: string): AuditEvent => ({
  type,
  actor: { kind: 'system' },
  target: { kind: 'client', id },
});
