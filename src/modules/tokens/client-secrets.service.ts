import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AuditActor } from '../audit/audit-event.js';
import { PortalApps } from '../clients/portal-apps.service.js';
import { RecordServiceTokensEnd } from './internal/leaks/record-service-tokens-end.js';

/** Secrets of apps, together with what they brought. */
@Injectable()
export class ClientSecrets {
  constructor(
    private readonly apps: PortalApps,
    private readonly serviceTokens: RecordServiceTokensEnd,
  ) {}

  /**
   * Another secret in place of the one there is. Somebody else may have had that: the tokens that it brought on its own
   * stop working too. What people allowed stays.
   * @throws ProblemError `not_found` for an app that is not an organisation's or has no secret
   */
  async renew(
    tx: EntityManager,
    id: string,
    actor: AuditActor,
  ): Promise<{ readonly name: string; readonly secret: string }> {
    const renewed = await this.apps.renewSecret(tx, id, actor);
    await this.serviceTokens.execute(tx, id, { reason: 'client_secret_renewed', actor });
    return renewed;
  }
}
