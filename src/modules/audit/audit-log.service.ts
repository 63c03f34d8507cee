import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { currentRequest, type RequestContext } from '../../platform/http/request-context.js';
import type { AuditEvent } from './audit-event.js';
import { commitFields } from './internal/personal-fields.js';

// One statement, so that event and personal side are one round trip and stand or fall together.
const INSERT_EVENT = statement(
  'audit.insert-event',
  `WITH personal AS (
     INSERT INTO audit_pii (event_id, salt, fields)
     SELECT $1::uuid, $11::bytea, $12::jsonb WHERE $11::bytea IS NOT NULL
   )
   INSERT INTO audit_events
     (id, project_id, type, actor, target, outcome, reason, context, pii_commit, request_id)
   VALUES ($1::uuid, $2::uuid, $3, $4::jsonb, $5::jsonb, $6, $7, $8::jsonb, $9, $10)`,
);

/** The append-only record of what happened. */
@Injectable()
export class AuditLog {
  constructor(private readonly database: Database) {}

  /** Records a fact in the transaction that makes it, so that neither exists without the other. */
  async record(tx: EntityManager, event: AuditEvent): Promise<void> {
    await this.database.queryIn(tx, INSERT_EVENT, valuesOf(event, 'succeeded'));
  }

  /**
   * Records a refusal on its own. Call it after the refusing transaction has ended: that one's rollback would
   * take the record with it.
   */
  async recordRefusal(event: AuditEvent): Promise<void> {
    await this.database.query(INSERT_EVENT, valuesOf(event, 'refused'));
  }
}

/** Undefined members become NULL. */
function valuesOf(event: AuditEvent, outcome: 'succeeded' | 'refused'): unknown[] {
  const { requestId, ip, userAgent }: Partial<RequestContext> = currentRequest() ?? {};
  const { salt, fields, commit } = commitFields({ ...event.personal, ip, userAgent });
  return [
    newId(),
    event.projectId,
    event.type,
    JSON.stringify(event.actor),
    JSON.stringify(event.target),
    event.outcome ?? outcome,
    event.reason,
    JSON.stringify(event.context ?? {}),
    commit,
    requestId,
    salt,
    fields && JSON.stringify(fields),
  ];
}
