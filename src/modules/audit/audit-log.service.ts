import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { AUDIT_REPEATS, counterKey } from '../../platform/http/rate-limit/buckets.js';
import type { AuditEvent } from './audit-event.js';
import { eventValues, recordEvent } from './record-event.js';

// One statement, so that event and personal data take one round trip and are written both or neither.
const INSERT_EVENT = statement(
  'audit.insert-event',
  `WITH change AS (SELECT), ${recordEvent('change')} SELECT`,
);

// Only the first in a window is written.
const INSERT_FIRST_OF_MINUTE = statement(
  'audit.insert-first-of-minute',
  `WITH first AS (
     INSERT INTO rate_limit_counters AS counter (key, hits, expires_at)
     VALUES (:key, 1, now() + :seconds * interval '1 second')
     ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at WHERE counter.expires_at <= now()
     RETURNING 1
   ), ${recordEvent('first')} SELECT`,
);

/** The append-only audit log. */
@Injectable()
export class AuditLog {
  constructor(private readonly database: Database) {}

  /**
   * Records an event in the transaction of the change, so that neither commits without the other. For a change of one
   * statement, `recordEvent` does the same without a transaction of several.
   */
  async record(tx: EntityManager, event: AuditEvent): Promise<void> {
    await this.database.queryIn(tx, INSERT_EVENT, eventValues(event));
  }

  /**
   * Records a refusal in a transaction of its own. Call it after the refusing transaction has ended, whose connection it
   * would need too.
   */
  async recordRefusal(event: AuditEvent): Promise<void> {
    await this.database.queryApart(INSERT_EVENT, eventValues(event, 'refused'));
  }

  /**
   * The same for an event that a caller can repeat at will without changing anything, a refusal unless `outcome` says
   * otherwise: once a minute for the same type, target and reason, over all replicas.
   */
  async recordRepeatable(event: AuditEvent): Promise<void> {
    const { type, target, reason = '' } = event;
    const key = counterKey(AUDIT_REPEATS, `${type} ${reason} ${target.kind} ${target.id}`);
    const { seconds } = AUDIT_REPEATS;
    await this.database.queryApart(INSERT_FIRST_OF_MINUTE, {
      ...eventValues(event, 'refused'),
      key,
      seconds,
    });
  }
}
