import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { column } from '../../../platform/database/row-shape.js';
import { statement, type RowOf } from '../../../platform/database/statement.js';
import type { SentType, WebhookData } from '../webhook-types.js';
import type { WebhookEntity } from './webhook.entity.js';

const FIND = statement(
  'webhook-delivery.find-due',
  `SELECT d.id, d.project_id AS "projectId", d.webhook_id AS "webhookId", d.event_id AS "eventId", d.type,
     d.subject_id AS "subjectId", d.data, d.occurred_at AS "occurredAt", d.attempt,
     w.url, w.status, w.scopes, w.grant_id AS "grantId", w.api_token_id AS "apiTokenId",
     w.secret_sealed AS "secretSealed",
     CASE WHEN w.previous_secret_until > now() THEN w.previous_secret_sealed END AS "previousSecretSealed",
     ceil(extract(epoch FROM w.paused_until - now()))::int AS "pausedSeconds"
   FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id AND w.project_id = :projectId
   WHERE d.project_id = :projectId AND d.id = :deliveryId AND d.state = 'pending'`,
  {
    ...{ id: 'uuid', projectId: 'uuid', webhookId: 'uuid', eventId: 'uuid', subjectId: 'uuid' },
    ...{ type: column<SentType>('text'), data: column<WebhookData>('jsonb') },
    ...{ occurredAt: 'timestamptz', attempt: 'smallint', url: 'text', scopes: 'text[]' },
    ...{ status: column<WebhookEntity['status']>('text') },
    ...{ grantId: 'uuid?', apiTokenId: 'uuid?', secretSealed: 'text' },
    ...{ previousSecretSealed: 'text?', pausedSeconds: 'integer?' },
  },
);

export type DueDelivery = RowOf<typeof FIND>;

/** What became of an attempt. */
export interface Attempt {
  /** Null without an answer. */
  readonly responseCode: number | null;
  readonly durationMs: number;
}

const END = statement(
  'webhook-delivery.end',
  `UPDATE webhook_deliveries SET state = :state, attempt = attempt + :attempts::smallint, next_attempt_at = NULL,
     response_code = coalesce(:responseCode::smallint, response_code), duration_ms = coalesce(:durationMs, duration_ms)
   WHERE project_id = :projectId AND id = :id AND state = 'pending'`,
);

const POSTPONE = statement(
  'webhook-delivery.postpone',
  `UPDATE webhook_deliveries SET attempt = attempt + :attempts::smallint,
     next_attempt_at = now() + :seconds::float8 * interval '1 second',
     response_code = coalesce(:responseCode::smallint, response_code), duration_ms = coalesce(:durationMs, duration_ms)
   WHERE project_id = :projectId AND id = :id AND state = 'pending'`,
);

const NOTE_SUCCESS = statement(
  'webhook.note-success',
  `UPDATE webhooks SET failing_since = NULL, paused_until = NULL
   WHERE project_id = :projectId AND id = :webhookId AND failing_since IS NOT NULL`,
);

const NOTE_FAILURE = statement(
  'webhook.note-failure',
  `UPDATE webhooks SET failing_since = coalesce(failing_since, now()),
     paused_until = now() + :pause::float8 * interval '1 second'
   WHERE project_id = :projectId AND id = :webhookId
   RETURNING status = 'active' AND failing_since < now() - interval '3 days' AS hopeless`,
  { hopeless: 'boolean' },
);

const DISABLE = statement(
  'webhook.disable',
  `UPDATE webhooks SET status = 'disabled', disabled_reason = :reason, version = version + 1, updated_at = now()
   WHERE project_id = :projectId AND id = :webhookId AND status = 'active'
   RETURNING url`,
  { url: 'text' },
);

const NO_ANSWER = { responseCode: null, durationMs: null } as const;

/** The rows of deliveries and webhooks, as attempts change them. */
@Injectable()
export class DueDeliveries {
  constructor(private readonly database: Database) {}

  /** Undefined if it was delivered, cancelled or deleted. */
  async find(projectId: string, deliveryId: string): Promise<DueDelivery | undefined> {
    const [due] = await this.database.query(FIND, { projectId, deliveryId });
    return due;
  }

  async end(
    tx: EntityManager,
    { projectId, id }: DueDelivery,
    state: 'delivered' | 'failed' | 'cancelled',
    attempt: Attempt | null,
  ): Promise<void> {
    const values = { projectId, id, state, attempts: attempt ? 1 : 0, ...(attempt ?? NO_ANSWER) };
    await this.database.queryIn(tx, END, values);
  }

  async postpone(
    tx: EntityManager,
    { projectId, id }: DueDelivery,
    seconds: number,
    attempt: Attempt | null,
  ): Promise<void> {
    const values = { projectId, id, seconds, attempts: attempt ? 1 : 0, ...(attempt ?? NO_ANSWER) };
    await this.database.queryIn(tx, POSTPONE, values);
  }

  async noteSuccess(tx: EntityManager, { projectId, webhookId }: DueDelivery): Promise<void> {
    await this.database.queryIn(tx, NOTE_SUCCESS, { projectId, webhookId });
  }

  /** @returns whether it has failed for three days */
  async noteFailure(
    tx: EntityManager,
    { projectId, webhookId }: DueDelivery,
    pause: number,
  ): Promise<boolean> {
    const [noted] = await this.database.queryIn(tx, NOTE_FAILURE, { projectId, webhookId, pause });
    return noted?.hopeless ?? false;
  }

  /** False if it was disabled already. */
  async disable(
    tx: EntityManager,
    { projectId, webhookId }: DueDelivery,
    reason: NonNullable<WebhookEntity['disabledReason']>,
  ): Promise<boolean> {
    const [disabled] = await this.database.queryIn(tx, DISABLE, { projectId, webhookId, reason });
    return disabled !== undefined;
  }
}
