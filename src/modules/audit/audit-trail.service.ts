import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { column } from '../../platform/database/row-shape.js';
import { unprepared, type RowOf } from '../../platform/database/statement.js';
import type { AuditActor, AuditEventType, AuditTarget } from './audit-event.js';

/** The actor: the person, also one who acted through an app or token, or a service. As its index has it. */
const ACTOR = `coalesce(actor ->> 'userId', actor ->> 'clientId')`;
/** The grant or the API token. */
const CREDENTIAL = `coalesce(actor ->> 'grantId', actor ->> 'tokenId')`;

/** What an event must fulfil; those that are given. */
const CONDITIONS = {
  /** UUIDs. */
  actorId: `${ACTOR} = :actorId`,
  credentialId: `${CREDENTIAL} = :credentialId`,
  type: 'type = :type',
  types: 'type = ANY (:types::text[])',
  after: 'recorded_at > :after::timestamptz',
  from: 'recorded_at >= :from::timestamptz',
  before: 'recorded_at < :before::timestamptz',
  until: 'recorded_at <= :until::timestamptz',
} as const;

export type TrailFilters = {
  readonly [Name in keyof typeof CONDITIONS]?:
    (Name extends 'types' ? readonly AuditEventType[] : string) | undefined;
};

/** An event in a list, by which the next page is found. */
export interface TrailPosition {
  /** Its `recordedAt`, as PostgreSQL writes it. */
  readonly key: string;
  readonly id: string;
}

/** Personal data is read here as long as it is there: it may be erased at any time. */
const pageOf = (conditions: readonly string[]) =>
  unprepared(
    `SELECT id, type, outcome, reason, actor, target, request_id AS "requestId", recorded_at AS "recordedAt",
       recorded_at::text AS key, (SELECT fields ->> 'ip' FROM audit_pii WHERE event_id = audit_events.id) AS ip
     FROM audit_events WHERE ${conditions.join(' AND ')}
     ORDER BY recorded_at DESC, id DESC LIMIT :limit`,
    {
      ...{ id: 'uuid', type: column<AuditEventType>('text'), reason: 'text?' },
      ...{ outcome: column<'succeeded' | 'refused'>('text'), requestId: 'text?', ip: 'text?' },
      ...{ actor: column<AuditActor>('jsonb'), target: column<AuditTarget>('jsonb') },
      ...{ recordedAt: 'timestamptz', key: 'text' },
    },
  );

export type TrailEvent = RowOf<ReturnType<typeof pageOf>>;

/** Reads the audit log of one project, the newest events first. */
@Injectable()
export class AuditTrail {
  constructor(private readonly database: Database) {}

  /** @param beyond the last event of the page before */
  async page(
    projectId: string,
    filters: TrailFilters,
    { limit, beyond }: { readonly limit: number; readonly beyond: TrailPosition | null },
  ): Promise<readonly TrailEvent[]> {
    const given = Object.entries(filters).filter(([, value]) => value !== undefined);
    const chosen = given.map(([name]) => CONDITIONS[name as keyof typeof CONDITIONS]);
    const page = beyond ? ['(recorded_at, id) < (:key::timestamptz, :id::uuid)'] : [];
    return this.database.query(pageOf(['project_id = :projectId', ...page, ...chosen]), {
      ...{ projectId, limit, ...beyond },
      ...Object.fromEntries(given),
    });
  }
}
