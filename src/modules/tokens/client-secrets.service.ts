import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import type { AuditActor } from '../audit/audit-event.js';
import { AuditLog } from '../audit/audit-log.service.js';
import { AppSecrets } from '../clients/app-secrets.service.js';
import { LeakedSecrets, type LeakedSecret } from '../clients/leaked-secrets.service.js';
import { PortalApps } from '../clients/portal-apps.service.js';

const FIND_GRANT = statement(
  'service-tokens.find-grant',
  `SELECT id FROM grants
   WHERE client_id = :clientId AND kind = 'service' AND revoked_at IS NULL AND expires_at > now()`,
  { id: 'uuid' },
);

/**
 * Replaces and revokes client secrets. The tokens of a service depend on the secret that was used for them, so
 * replacing it ends them; this records that. The connection and people's grants remain.
 */
@Injectable()
export class ClientSecrets {
  constructor(
    private readonly database: Database,
    private readonly apps: PortalApps,
    private readonly secrets: AppSecrets,
    private readonly leaked: LeakedSecrets,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Replaces the secret, which may be known to others.
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

  /**
   * A new secret beside the present one, which ends after so many hours, 0 at once; or by `endOlder`.
   * @returns null if two are valid already, or the app has none
   */
  async add(
    tx: EntityManager,
    id: string,
    hours: number,
    actor: AuditActor,
  ): Promise<string | null> {
    const secret = await this.secrets.add(tx, id, hours, actor);
    if (secret !== null && hours === 0) {
      await this.recordEnd(tx, id, 'client_secret_ended', actor);
    }
    return secret;
  }

  /** Ends the older of two secrets. */
  async endOlder(tx: EntityManager, id: string, actor: AuditActor): Promise<void> {
    if (!(await this.secrets.endOlder(tx, id, actor))) return;
    await this.recordEnd(tx, id, 'client_secret_ended', actor);
  }

  /** Revokes a leaked client secret. Null if it is not a client secret, or was revoked already. */
  async revokeLeaked(tx: EntityManager, text: string): Promise<LeakedSecret | null> {
    const leaked = await this.leaked.revoke(tx, text);
    if (leaked) await this.recordEnd(tx, leaked.id, 'client_secret_leaked', { kind: 'system' });
    return leaked;
  }

  private async recordEnd(
    tx: EntityManager,
    clientId: string,
    reason: 'client_secret_leaked' | 'client_secret_renewed' | 'client_secret_ended',
    actor: AuditActor,
  ): Promise<void> {
    const [grant] = await this.database.queryIn(tx, FIND_GRANT, { clientId });
    if (!grant) return;
    const target = { kind: 'grant', id: grant.id };
    await this.audit.record(tx, { type: 'family.revoked', actor, target, reason });
  }
}
