import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { GrantsService } from '../grants.service.js';

const LOCK_VOID = statement(
  'grant.lock-void',
  `SELECT g.id FROM grants g JOIN users u ON u.id = g.user_id
   WHERE g.user_id = $1 AND g.revoked_at IS NULL AND g.authorized_at < u.grants_valid_after
   ORDER BY g.id FOR UPDATE OF g`,
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
  ) {}

  async execute(tx: EntityManager, userId: string): Promise<void> {
    const actor = { kind: 'user', userId } as const;
    for (const { id } of await this.database.queryIn<{ id: string }>(tx, LOCK_VOID, [userId])) {
      await this.grants.revoke(tx, id, { reason: 'password_changed', actor });
    }
  }
}
