import { Injectable } from '@nestjs/common';
import { toWireId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { column } from '../../platform/database/row-shape.js';
import { statement } from '../../platform/database/statement.js';
import { CLIENT_IS_LIVE } from '../clients/client-state.js';
import type { VersionEvent } from './app-version.js';
import { IS_FIXED, type Appeal, type VersionAction, type VersionKind } from './version-state.js';

/** A version that waits for staff. */
export interface QueuedVersion {
  readonly wireId: string;
  readonly app: string;
  readonly organisation: string | null;
  readonly kind: VersionKind;
  readonly appeal: Appeal;
  readonly changed: readonly string[];
  /** Who has it; null while nobody has. */
  readonly reviewer: string | null;
  readonly submittedAt: Date | null;
  readonly dueAt: Date | null;
  readonly isOverdue: boolean;
}

// The oldest first. It is as long as staff are slow, and no page needs more. Of an app that is suspended or deleted,
// nothing can be decided.
const LIST = statement(
  'review-queue.list',
  `SELECT v.id, v.metadata ->> 'client_name' AS app, o.name AS organisation, v.kind, v.appeal, v.changed,
     u.name AS reviewer, v.submitted_at AS "submittedAt", v.due_at AS "dueAt", v.due_at < now() AS "isOverdue"
   FROM app_versions v JOIN clients c ON c.id = v.client_id
     LEFT JOIN organisations o ON o.id = c.organisation_id LEFT JOIN users u ON u.id = v.reviewer_id
   WHERE v.${IS_FIXED} AND ${CLIENT_IS_LIVE} ORDER BY v.submitted_at, v.id LIMIT 200`,
  {
    ...{ id: 'uuid', app: 'text', organisation: 'text?', reviewer: 'text?', changed: 'text[]' },
    ...{ kind: column<VersionKind>('text'), appeal: column<Appeal>('text') },
    ...{ submittedAt: 'timestamptz?', dueAt: 'timestamptz?', isOverdue: 'boolean' },
  },
);

const EVENTS = statement(
  'review-queue.list-events',
  `SELECT e.action, e.round, u.name AS actor, e.reason, e.comments, e.at
   FROM app_version_events e LEFT JOIN users u ON u.id = e.actor_id
   WHERE e.version_id = :versionId ORDER BY e.id LIMIT 200`,
  {
    ...{ action: column<VersionAction>('text'), round: 'integer', actor: 'text?', reason: 'text?' },
    ...{ comments: column<Readonly<Record<string, string>>>('jsonb'), at: 'timestamptz' },
  },
);

/** The queue of staff, and the history of versions. */
@Injectable()
export class ReviewQueue {
  constructor(private readonly database: Database) {}

  async list(): Promise<QueuedVersion[]> {
    const rows = await this.database.query(LIST);
    return rows.map(({ id, ...row }) => ({ ...row, wireId: toWireId('rev', id) }));
  }

  /** What happened to a version, in order. */
  eventsOf(versionId: string): Promise<VersionEvent[]> {
    return this.database.query(EVENTS, { versionId });
  }
}
