import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { toWireId } from '../../../kernel/ids.js';
import { Database } from '../../../platform/database/database.js';
import { column } from '../../../platform/database/row-shape.js';
import { statement, type RowOf } from '../../../platform/database/statement.js';
import type { OriginKind } from '../../messages/message-kinds.js';
import { WebhookEvents } from '../../webhooks/webhook-events.service.js';
import type { WebhookData } from '../../webhooks/webhook-types.js';

/** Of these messages, those of projects where a webhook wants to know. */
const FIND_AWAITED = statement(
  'carrier.find-awaited',
  `SELECT m.id, m.project_id AS "projectId", m.status, m.status_code AS code, m.client_id AS "clientId",
     m.contact_id AS "contactId", m.origin_kind AS origin, m.origin_id AS "originId", now() AS now
   FROM sms_messages m
   WHERE m.id = ANY (:ids::uuid[]) AND EXISTS (
     SELECT FROM webhooks w WHERE w.project_id = m.project_id AND w.status = 'active' AND 'message.status' = ANY (w.types))
   ORDER BY m.id`,
  {
    ...{ id: 'uuid', projectId: 'uuid', status: 'text', code: 'text?', clientId: 'text?' },
    ...{ contactId: 'uuid', origin: column<OriginKind>('text'), originId: 'uuid?' },
    now: 'timestamptz',
  },
);

/** Tells webhooks of the present status of messages, in the transaction that changed it. */
@Injectable()
export class TellStatus {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhookEvents,
  ) {}

  /** One statement where no webhook waits for it. */
  async tell(tx: EntityManager, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const messages = await this.database.queryIn(tx, FIND_AWAITED, { ids });
    for (const projectId of new Set(messages.map((message) => message.projectId))) {
      const events = messages
        .filter((message) => message.projectId === projectId)
        .map((message) => ({ subjectId: message.id, data: dataOf(message) }));
      await this.webhooks.announceAll(tx, { projectId, type: 'message.status' }, events);
    }
  }
}

const dataOf = (message: RowOf<typeof FIND_AWAITED>): WebhookData => ({
  ...{ status: message.status, code: message.code, clientId: message.clientId },
  eventAt: message.now.toISOString(),
  audienceId: toWireId('aud', message.contactId),
  campaignId: originOf(message, 'campaign', 'cmp'),
  automationId: originOf(message, 'automation', 'aut'),
});

const originOf = (
  { origin, originId }: RowOf<typeof FIND_AWAITED>,
  kind: OriginKind,
  prefix: 'cmp' | 'aut',
): string | null => (origin === kind && originId !== null ? toWireId(prefix, originId) : null);
