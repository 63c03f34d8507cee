import { Injectable } from '@nestjs/common';
import { notFound, ProblemError } from '../../kernel/errors/problem-error.js';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/entity-columns.js';
import { statement } from '../../platform/database/statement.js';
import { DeliveryQueue } from './internal/delivery-queue.js';
import { WebhookDeliveryEntity } from './internal/webhook-delivery.entity.js';
import type { WebhookEntity } from './internal/webhook.entity.js';
import { column } from '../../platform/database/row-shape.js';
import { TEST_TYPE } from './webhook-types.js';

const { list, shape } = columnsOf(WebhookDeliveryEntity);

const STATUS = statement(
  'webhook.find-status',
  `SELECT status FROM webhooks WHERE project_id = :projectId AND id = :webhookId`,
  { status: column<WebhookEntity['status']>('text') },
);

const FIND = statement(
  'webhook-delivery.find',
  `SELECT ${list} FROM webhook_deliveries
   WHERE project_id = :projectId AND webhook_id = :webhookId AND id = :id`,
  shape,
);

/** Deliveries that somebody asks for. */
@Injectable()
export class WebhookDeliveries {
  constructor(
    private readonly database: Database,
    private readonly queue: DeliveryQueue,
  ) {}

  /** Sends an event of the type `webhook.test`. @throws ProblemError 404, 409 for a disabled webhook */
  async test(projectId: string, webhookId: string): Promise<WebhookDeliveryEntity> {
    await this.requireActive(projectId, webhookId);
    return this.database.transaction((tx) =>
      this.queue.add(tx, {
        ...{ projectId, webhookId, eventId: newId(), type: TEST_TYPE },
        ...{ subjectId: webhookId, data: {}, occurredAt: null },
      }),
    );
  }

  /** Sends an event again, with the same `webhook-id`. @throws ProblemError as `test`; 404 */
  async redeliver(
    projectId: string,
    webhookId: string,
    id: string,
  ): Promise<WebhookDeliveryEntity> {
    await this.requireActive(projectId, webhookId);
    const [old] = await this.database.query(FIND, { projectId, webhookId, id });
    if (!old) throw notFound();
    const { eventId, type, subjectId, data, occurredAt } = old;
    const event = { eventId, type, subjectId, data, occurredAt };
    return this.database.transaction((tx) =>
      this.queue.add(tx, { projectId, webhookId, ...event }),
    );
  }

  /** @throws ProblemError 404 */
  async requireWebhook(projectId: string, webhookId: string): Promise<WebhookEntity['status']> {
    const [found] = await this.database.query(STATUS, { projectId, webhookId });
    if (!found) throw notFound();
    return found.status;
  }

  private async requireActive(projectId: string, webhookId: string): Promise<void> {
    if ((await this.requireWebhook(projectId, webhookId)) === 'active') return;
    throw new ProblemError('invalid_state', 'It is disabled. Set its status to active first.');
  }
}
