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

const INSERT_PERSONAL = `INSERT INTO audit_pii (event_id, salt, fields)
     SELECT :id::uuid, :salt::bytea, :fields::jsonb`;
const INSERT_PUBLIC = `INSERT INTO audit_events
     (id, project_id, type, actor, target, outcome, reason, context, pii_commit, request_id)
   SELECT :id::uuid, :projectId::uuid, :type::text, :actor::jsonb, :target::jsonb, :outcome::text, :reason::text,
     :context::jsonb, :commit::bytea, :requestId::text`;

// One statement, so that event and personal data take one round trip and are written both or neither.
const INSERT_EVENT = statement(
  'audit.insert-event',
  `WITH personal AS (${INSERT_PERSONAL} WHERE :salt::bytea IS NOT NULL) ${INSERT_PUBLIC}`,
);

// Both are only written by the first in a window.
const INSERT_FIRST_OF_MINUTE = statement(
  'audit.insert-first-of-minute',
  `WITH first AS (
     INSERT INTO rate_limit_counters AS counter (key, hits, expires_at)
     VALUES (:key, 1, now() + :seconds * interval '1 second')
     ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at WHERE counter.expires_at <= now()
     RETURNING 1
   ), personal AS (${INSERT_PERSONAL} FROM first WHERE :salt::bytea IS NOT NULL)
   ${INSERT_PUBLIC} FROM first`,
);

/** The append-only audit log. */
@Injectable()
export class AuditLog {
  constructor(private readonly database: Database) {}

  /** Records an event in the transaction of the change, so that neither commits without the other. */
  async record(tx: EntityManager, event: AuditEvent): Promise<void> {
    await this.database.queryIn(tx, INSERT_EVENT, valuesOf(event, 'succeeded'));
  }

  /**
   * Records a refusal in a transaction of its own. Call it after the refusing transaction has ended: a rollback of that
   * one would remove the record.
   */
  async recordRefusal(event: AuditEvent): Promise<void> {
    await this.database.query(INSERT_EVENT, valuesOf(event, 'refused'));
  }

  /**
   * The same for an event that a caller can repeat at will without changing anything, a refusal unless `outcome` says
   * otherwise: once a minute for the same type, target and reason, over all replicas.
   */
  async recordRepeatable(event: AuditEvent): Promise<void> {
    const { type, target, reason = '' } = event;
    const key = counterKey(AUDIT_REPEATS, `${type} ${reason} ${target.kind} ${target.id}`);
    const { seconds } = AUDIT_REPEATS;
    await this.database.query(INSERT_FIRST_OF_MINUTE, {
      ...valuesOf(event, 'refused'),
      key,
      seconds,
    });
  }
}

const valuesOf = (event: AuditEvent, outcome: 'succeeded' | 'refused') => ({
  id: newId(),
  projectId: event.projectId ?? null,
  type: event.type,
  actor: JSON.stringify(event.actor),
  target: JSON.stringify(event.target),
  outcome: event.outcome ?? outcome,
  reason: event.reason?.slice(0, LONGEST_TEXT) ?? null,
  context: JSON.stringify(boundedContext(event.context)),
  ...personalValuesOf(event),
});

function personalValuesOf({ personal }: AuditEvent) {
  const { requestId, ip, userAgent }: Partial<RequestContext> = currentRequest() ?? {};
  const { salt = null, fields, commit = null } = commitFields({ ...personal, ip, userAgent });
  const texts = { requestId: requestId ?? null, fields: fields ? JSON.stringify(fields) : null };
  return { ...texts, salt, commit };
}
