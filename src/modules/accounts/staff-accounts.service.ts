import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { AuditLog } from '../audit/audit-log.service.js';
import type { User } from './users.service.js';

const CHANGE = statement(
  'accounts.change-staff',
  `UPDATE users SET is_staff = :isStaff WHERE id = :id AND is_staff <> :isStaff RETURNING id`,
  { id: 'uuid' },
);

/** Who works for the operator and may open the pages of staff. Decided by operators only. */
@Injectable()
export class StaffAccounts {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** From the next request on. @returns whether this is news */
  appoint(tx: EntityManager, user: User): Promise<boolean> {
    return this.change(tx, user, true);
  }

  /** From the next request on. @returns whether this is news */
  dismiss(tx: EntityManager, user: User): Promise<boolean> {
    return this.change(tx, user, false);
  }

  private async change(tx: EntityManager, { id }: User, isStaff: boolean): Promise<boolean> {
    const changed = await this.database.queryIn(tx, CHANGE, { id, isStaff });
    if (changed.length === 0) return false;
    await this.audit.record(tx, {
      type: isStaff ? 'staff.appointed' : 'staff.dismissed',
      actor: { kind: 'system' },
      target: { kind: 'user', id },
    });
    return true;
  }
}
