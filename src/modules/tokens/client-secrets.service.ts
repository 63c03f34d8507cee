import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import type { AuditActor } from '../audit/audit-event.js';
import { AuditLog } from '../audit/audit-log.service.js';
import { LeakedSecrets, type LeakedSecret } from '../clients/leaked-secrets.service.js';
import { PortalApps } from '../clients/portal-apps.service.js';

const FIND_GRANT = statement(
  'service-tokens.find-grant',
  `SELECT id FROM grants
   WHERE client_id = :clientId AND kind = 'service' AND revoked_at IS NULL AND expires_at > now()`,
  { id: 'uuid' },
);

/**
 * Secrets of apps, together with what they brought. The tokens of a service rest on the secret that brought them, so
 * replacing it is all that ends them; here that is recorded. The connection stays, and so does what people allowed.
 */
@Injectable()
export class ClientSecrets {
  constructor(
    private readonly database: Database,
    private readonly apps: PortalApps,
    private readonly leaked: LeakedSecrets,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Another secret instead of the one there is, which somebody else may have had.
   * @throws ProblemError `not_found` for an app that is not an organisation's or has no secret
   */
  async renew(
    tx: EntityManager,
    id: string,
    actor: AuditActor,
  ): Promise<{ readonly name: string; readonly secret: string }> {
    const renewed = await this.apps.renewSecret(tx, id, actor);
    await this.recordEnd(tx, id, 'client_secret_renewed', actor);
    return renewed;
  }

  /** Makes a secret worthless that was found in the open. Null if it is none, or was so already. */
  async revokeLeaked(tx: EntityManager, text: string): Promise<LeakedSecret | null> {
    const leaked = await this.leaked.revoke(tx, text);
    if (leaked) await this.recordEnd(tx, leaked.id, 'client_secret_leaked', { kind: 'system' });
    return leaked;
  }

  private async recordEnd(
    tx: EntityManager,
    clientId: string,
    reason: 'client_secret_leaked' | 'client_secret_renewed',
    actor: AuditActor,
  ): Promise<void> {
    const [grant] = await this.database.queryIn(tx, FIND_GRANT, { clientId });
    if (!grant) return;
    const target = { kind: 'grant', id: grant.id };
    await this.audit.record(tx, { type: 'family.revoked', actor, target, reason });
  }
}
