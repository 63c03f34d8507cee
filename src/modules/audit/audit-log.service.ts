import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { AUDIT_REPEATS, counterKey } from '../../platform/http/rate-limit/buckets.js';
import { currentRequest, type RequestContext } from '../../platform/http/request-context.js';
import type { AuditEvent } from './audit-event.js';
import { boundedContext, LONGEST_TEXT } from './internal/bounded-context.js';
import { commitFields } from './internal/personal-fields.js';

// One statement, so that event and personal side are one round trip and stand or fall together. With a `condition`,
// a CTE by that name, both are only written if it has a row.
const insertion = (condition = '', from = ''): string => `WITH ${condition} personal AS (
     INSERT INTO audit_pii (event_id, salt, fields)
     SELECT $1::uuid, $11::bytea, $12::jsonb ${from} WHERE $11::bytea IS NOT NULL
   )
   INSERT INTO audit_events
     (id, project_id, type, actor, target, outcome, reason, context, pii_commit, request_id)
   SELECT $1::uuid, $2::uuid, $3::text, $4::jsonb, $5::jsonb, $6::text, $7::text, $8::jsonb, $9::bytea, $10::text ${from}`;

const INSERT_EVENT = statement('audit.insert-event', insertion());

// The counter of a minute that nobody has begun yet.
const INSERT_FIRST_OF_MINUTE = statement(
  'audit.insert-first-of-minute',
  insertion(
    `first AS (
     INSERT INTO rate_limit_counters AS counter (key, hits, expires_at)
     VALUES ($13, 1, now() + $14 * interval '1 second')
     ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at WHERE counter.expires_at <= now()
     RETURNING 1
   ),`,
    'FROM first',
  ),
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

  /**
   * The same for what somebody can repeat at will without changing anything, a refusal unless it says otherwise: once a
   * minute for the same type, target and reason, over all replicas.
   */
  async recordRepeatable(event: AuditEvent): Promise<void> {
    const { type, target, reason = '' } = event;
    const key = counterKey(AUDIT_REPEATS, `${type} ${reason} ${target.kind} ${target.id}`);
    const values = [...valuesOf(event, 'refused'), key, AUDIT_REPEATS.seconds];
    await this.database.query(INSERT_FIRST_OF_MINUTE, values);
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
    event.reason?.slice(0, LONGEST_TEXT),
    JSON.stringify(boundedContext(event.context)),
    commit,
    requestId,
    salt,
    fields && JSON.stringify(fields),
  ];
}
