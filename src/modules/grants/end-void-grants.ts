import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { GrantsService, type Revocation } from './grants.service.js';
import { TellServiceStopped, type StoppedProject } from './internal/tell-service-stopped.js';

const LOCK_VOID = statement(
  'grant.lock-void',
  `SELECT g.id FROM grants g JOIN users u ON u.id = g.user_id
   WHERE g.user_id = $1 AND g.revoked_at IS NULL AND g.consent_epoch < u.consent_epoch
   ORDER BY g.id FOR NO KEY UPDATE OF g`,
);

const IS_VOID_SERVICE = `m.user_id = $1 AND gp.consent_epoch < u.consent_epoch
   AND gp.revoked_at IS NULL AND g.kind = 'service' AND g.revoked_at IS NULL`;
const SERVICES_OF = `memberships m
   JOIN users u ON u.id = m.user_id
   JOIN grant_projects gp ON gp.membership_id = m.id
   JOIN grants g ON g.id = gp.grant_id`;

// Before they are looked at: another admin may be connecting one of the projects anew.
const LOCK_VOID_SERVICES = statement(
  'grant.lock-void-services',
  `SELECT id FROM grants WHERE id IN (SELECT g.id FROM ${SERVICES_OF} WHERE ${IS_VOID_SERVICE})
   ORDER BY id FOR NO KEY UPDATE`,
);

// Of a service only what this admin connected; other admins and their projects go on.
const FIND_VOID_SERVICES = statement(
  'grant.find-void-services',
  `SELECT gp.grant_id AS "grantId", gp.project_id AS "projectId"
   FROM ${SERVICES_OF} WHERE ${IS_VOID_SERVICE}
   ORDER BY gp.grant_id, gp.project_id`,
);

/**
 * Closes what a person allowed before their grants were voided. None of it has worked since; this makes it a fact
 * of each grant, so that a new consent begins a new one, and people and audit trails see when and why it ended.
 */
@Injectable()
export class EndVoidGrants {
  constructor(
    private readonly database: Database,
    private readonly grants: GrantsService,
    private readonly letters: TellServiceStopped,
  ) {}

  async execute(tx: EntityManager, userId: string): Promise<void> {
    const revocation = {
      reason: 'password_changed',
      actor: { kind: 'user', userId },
    } as const satisfies Revocation;
    for (const { id } of await this.database.queryIn<{ id: string }>(tx, LOCK_VOID, [userId])) {
      await this.grants.revoke(tx, id, revocation);
    }
    await this.database.queryIn(tx, LOCK_VOID_SERVICES, [userId]);
    const services = await this.database.queryIn<StoppedProject>(tx, FIND_VOID_SERVICES, [userId]);
    for (const { grantId, projectId } of services) {
      await this.grants.revokeProject(tx, grantId, projectId, revocation);
    }
    if (services.length > 0) await this.letters.execute(tx, userId, services);
  }
}
