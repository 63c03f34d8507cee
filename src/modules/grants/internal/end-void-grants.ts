import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { HandlesJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { GRANTS_VOIDED } from '../../accounts/grants-voided.js';
import { GrantEndings, type Revocation } from '../grant-endings.service.js';
import { TellServiceStopped } from './tell-service-stopped.js';

const LOCK_VOID = statement(
  'grant.lock-void',
  `SELECT g.id FROM grants g JOIN users u ON u.id = g.user_id
   WHERE g.user_id = :userId AND g.revoked_at IS NULL AND g.consent_epoch < u.consent_epoch
   ORDER BY g.id FOR NO KEY UPDATE OF g`,
  { id: 'uuid' },
);

const IS_VOID_SERVICE = `m.user_id = :userId AND gp.consent_epoch < u.consent_epoch
   AND gp.revoked_at IS NULL AND g.kind = 'service' AND g.revoked_at IS NULL`;
const SERVICES_OF = `memberships m
   JOIN users u ON u.id = m.user_id
   JOIN grant_projects gp ON gp.membership_id = m.id
   JOIN grants g ON g.id = gp.grant_id`;

// Locked before they are read: another admin may be connecting one of the projects again.
const LOCK_VOID_SERVICES = statement(
  'grant.lock-void-services',
  `SELECT id FROM grants WHERE id IN (SELECT g.id FROM ${SERVICES_OF} WHERE ${IS_VOID_SERVICE})
   ORDER BY id FOR NO KEY UPDATE`,
  { id: 'uuid' },
);

// Of a service, only the projects that this admin connected; those of other admins continue.
const FIND_VOID_SERVICES = statement(
  'grant.find-void-services',
  `SELECT gp.grant_id AS "grantId", gp.project_id AS "projectId"
   FROM ${SERVICES_OF} WHERE ${IS_VOID_SERVICE}
   ORDER BY gp.grant_id, gp.project_id`,
  { grantId: 'uuid', projectId: 'uuid' },
);

/**
 * Closes grants that a higher `consent_epoch` has voided. They are ineffective already; this records it, so that a new
 * consent makes a new grant, and people and audit trails see when and why access ended.
 */
@HandlesJob(GRANTS_VOIDED)
export class EndVoidGrants implements JobHandler<{ readonly userId: string }> {
  constructor(
    private readonly database: Database,
    private readonly endings: GrantEndings,
    private readonly mails: TellServiceStopped,
  ) {}

  run({ userId }: { readonly userId: string }): Promise<void> {
    return this.database.transaction((tx) => this.execute(tx, userId));
  }

  async execute(tx: EntityManager, userId: string): Promise<void> {
    const revocation = {
      reason: 'password_changed',
      actor: { kind: 'user', userId },
    } as const satisfies Revocation;
    for (const { id } of await this.database.queryIn(tx, LOCK_VOID, { userId })) {
      await this.endings.revoke(tx, id, revocation);
    }
    await this.database.queryIn(tx, LOCK_VOID_SERVICES, { userId });
    const services = await this.database.queryIn(tx, FIND_VOID_SERVICES, { userId });
    for (const { grantId, projectId } of services) {
      await this.endings.revokeProject(tx, grantId, projectId, revocation);
    }
    if (services.length > 0) await this.mails.execute(tx, userId, services);
  }
}
