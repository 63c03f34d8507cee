import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { DeliveryQueue } from './internal/delivery-queue.js';
import type { WebhookEvent } from './webhook-events.service.js';
import { entryOf, sentOf, type DirectType } from './webhook-types.js';

/** Its own scopes decide at each delivery, as of all events; here those that it had when it was made or changed. */
const FIND_USABLE = statement(
  'webhook.find-usable',
  `SELECT id FROM webhooks
   WHERE project_id = :projectId AND id = ANY (:webhookIds::uuid[]) AND status = 'active' AND :scope = ANY (scopes)`,
  { id: 'uuid' },
);

/** A deletion waits for the deliveries, or they find the webhook gone. */
const HOLD_ACTIVE = statement(
  'webhook.hold-active',
  `SELECT id FROM webhooks WHERE project_id = :projectId AND id = :webhookId AND status = 'active' FOR KEY SHARE`,
  { id: 'uuid' },
);

/** Events for one webhook of a project that somebody names, whatever types it wants. */
@Injectable()
export class DirectEvents {
  constructor(
    private readonly database: Database,
    private readonly queue: DeliveryQueue,
  ) {}

  /** Those of these webhooks that are active and may read what the type tells of. UUIDs. */
  async findUsable(
    projectId: string,
    webhookIds: readonly string[],
    type: DirectType,
  ): Promise<readonly string[]> {
    if (webhookIds.length === 0) return [];
    const { scope } = entryOf(type);
    const values = { projectId, webhookIds, scope };
    const found = await this.database.query(FIND_USABLE, values);
    return found.map(({ id }) => id);
  }

  /**
   * Queues deliveries in the caller's transaction, by three statements: they are sent if and only if that commits.
   * Nothing, if the webhook is disabled or gone.
   */
  async send(
    tx: EntityManager,
    to: { readonly projectId: string; readonly webhookId: string; readonly type: DirectType },
    events: readonly Omit<WebhookEvent, 'eventId'>[],
  ): Promise<void> {
    const { projectId, webhookId, type } = to;
    const [active] = await this.database.queryIn(tx, HOLD_ACTIVE, { projectId, webhookId });
    if (!active) return;
    const deliveries = events.map(({ subjectId, data }) => ({
      ...{ webhookId, eventId: newId(), type, subjectId, occurredAt: null },
      data: sentOf(type, data),
    }));
    await this.queue.addAll(tx, projectId, deliveries);
  }
}
