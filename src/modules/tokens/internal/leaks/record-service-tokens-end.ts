import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import type { AuditActor } from '../../../audit/audit-event.js';
import { AuditLog } from '../../../audit/audit-log.service.js';

const FIND_GRANT = statement(
  'service-tokens.find-grant',
  `SELECT id FROM grants
   WHERE client_id = $1 AND kind = 'service' AND revoked_at IS NULL AND expires_at > now()`,
);

interface Ending {
  readonly reason: 'client_secret_leaked' | 'client_secret_renewed';
  readonly actor: AuditActor;
}

/**
 * Records that the tokens of a service have ended with the secret that brought them: they rest on it, so replacing it is
 * all that ends them. The connection stays, and with another secret the app goes on.
 */
@Injectable()
export class RecordServiceTokensEnd {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** By the client's UUID, in the transaction that replaced its secret. */
  async execute(tx: EntityManager, clientId: string, { reason, actor }: Ending): Promise<void> {
    const [grant] = await this.database.queryIn<{ id: string }>(tx, FIND_GRANT, [clientId]);
    if (!grant) return;
    const target = { kind: 'grant', id: grant.id };
    await this.audit.record(tx, { type: 'family.revoked', actor, target, reason });
  }
}
