import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { fromWireId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { statement, type Statement } from '../../../../platform/database/statement.js';
import { AuditLog } from '../../../audit/audit-log.service.js';

/** Why a client that registered itself was put to rest. */
export type RetirementReason = 'never_approved' | 'too_many' | 'idle';

/** How many at a time, so that no transaction holds many locks for long. */
const BATCH = 200;

// Retired is disabled at the same instant, so that nothing which honours `disabled_at` lets it pass. Secrets die for
// good: no secret has a hash of zeros. Locked rows are being approved or changed just now: the next run looks again.
const retirement = (name: string, which: string): Statement =>
  statement(
    `client.retire-${name}`,
    `UPDATE clients SET retired_at = now(), disabled_at = now(), registration_token_hash = NULL,
       secret_hash = CASE WHEN secret_hash IS NOT NULL THEN decode(repeat('00', 32), 'hex') END
     WHERE id IN (SELECT id FROM clients WHERE origin = 'dynamic' AND disabled_at IS NULL AND ${which}
                  FOR UPDATE SKIP LOCKED)
     RETURNING id`,
  );

const RETIRE_NEVER_APPROVED = retirement(
  'never-approved',
  `coalesce(revived_at, created_at) < now() - interval '24 hours'
   AND (approved_at IS NULL OR approved_at < revived_at)
   ORDER BY coalesce(revived_at, created_at) LIMIT ${String(BATCH)}`,
);
// One query for the surplus, another for the age: whoever has just registered shall get the time to be let in.
const RETIRE_SURPLUS = retirement(
  'surplus',
  `approved_at IS NULL AND created_at < now() - interval '10 minutes'
   AND id IN (SELECT id FROM clients
               WHERE origin = 'dynamic' AND approved_at IS NULL AND retired_at IS NULL AND disabled_at IS NULL
               ORDER BY created_at DESC OFFSET $1)`,
);
const RETIRE_THESE = retirement('these', 'id = ANY ($1)');

// Public ones only, and those that have never used the secret they did not ask for: there is no other way to prove
// that the one who comes back is the one who left.
const REVIVE = statement(
  'client.revive',
  `UPDATE clients SET retired_at = NULL, disabled_at = NULL, revived_at = now()
   WHERE id = $1 AND disabled_at = retired_at AND retired_at > now() - interval '13 months'
     AND (token_endpoint_auth_method = 'none' OR auth_method_defaulted AND authenticated_at IS NULL)
   RETURNING id`,
);

/**
 * A dynamic client lives while people use it. Never let in, it retires after a day, or earlier if there are too many
 * of its kind; let in, a while after its last grant ended. A retired public one that comes back to the authorization
 * endpoint lives again, as one that nobody has let in: no dead end for apps that keep their id for ever.
 */
@Injectable()
export class ClientLifeCycle {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** @returns whether there may be more */
  retireNeverApproved(): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const retired = await this.run(tx, RETIRE_NEVER_APPROVED, [], 'never_approved');
      return retired === BATCH;
    });
  }

  /** The oldest that nobody let in, beyond the newest `keep` of them; none younger than ten minutes. */
  async retireSurplus(tx: EntityManager, keep: number): Promise<void> {
    await this.run(tx, RETIRE_SURPLUS, [keep], 'too_many');
  }

  async retireIdle(tx: EntityManager, ids: readonly string[]): Promise<void> {
    await this.run(tx, RETIRE_THESE, [ids], 'idle');
  }

  /** @returns whether a client of this `client_id` was brought back */
  async revive(clientId: string): Promise<boolean> {
    const id = fromWireId('app', clientId);
    if (id === null) return false;
    return this.database.transaction(async (tx) => {
      const revived = await this.database.queryIn(tx, REVIVE, [id]);
      if (revived.length === 0) return false;
      const target = { kind: 'client', id };
      await this.audit.record(tx, { type: 'client.revived', actor: { kind: 'system' }, target });
      return true;
    });
  }

  private async run(
    tx: EntityManager,
    retiring: Statement,
    values: unknown[],
    reason: RetirementReason,
  ): Promise<number> {
    const retired = await this.database.queryIn<{ id: string }>(tx, retiring, values);
    for (const { id } of retired) {
      const target = { kind: 'client', id };
      const actor = { kind: 'system' } as const;
      await this.audit.record(tx, { type: 'client.retired', actor, target, reason });
    }
    return retired.length;
  }
}
