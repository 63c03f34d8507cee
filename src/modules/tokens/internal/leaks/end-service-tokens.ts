import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import type { AuditActor } from '../../../audit/audit-event.js';
import { AuditLog } from '../../../audit/audit-log.service.js';

const END = statement(
  'service-tokens.end',
  `WITH ended AS (
     UPDATE token_families f SET revoked_at = now() FROM grants g
     WHERE g.id = f.grant_id AND g.client_id = $1 AND g.kind = 'service' AND f.revoked_at IS NULL
       AND EXISTS (SELECT FROM access_tokens t WHERE t.family_id = f.id AND t.expires_at > now())
     RETURNING g.id
   ) SELECT DISTINCT id FROM ended`,
);

interface Ending {
  readonly reason: 'client_secret_leaked' | 'client_secret_renewed';
  readonly actor: AuditActor;
}

/**
 * Ends the tokens that a service has. Its secret was all that it took to get them, so who had that may have them too. The
 * connection stays: with another secret the app goes on.
 */
@Injectable()
export class EndServiceTokens {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** By the client's UUID, after its secret was replaced: so nobody is about to get more of them. */
  async execute(tx: EntityManager, clientId: string, { reason, actor }: Ending): Promise<void> {
    for (const { id } of await this.database.queryIn<{ id: string }>(tx, END, [clientId])) {
      await this.audit.record(tx, {
        type: 'family.revoked',
        actor,
        target: { kind: 'grant', id },
        reason,
      });
    }
  }
}
