import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { DeliveryQueue } from './internal/delivery-queue.js';
import { sentOf, type WebhookData, type WebhookType } from './webhook-types.js';

/** What an event tells of, and how. */
export interface WebhookEvent {
  /** UUID of what it tells of. */
  readonly subjectId: string;
  /** Ids in here are wire ids. Members that the type does not list are not sent. */
  readonly data: WebhookData;
  /** UUID; a new one by default. A fact that may be announced twice has the same each time. */
  readonly eventId?: string;
}

/** Something that happened in a project. */
export interface WebhookFact extends WebhookEvent {
  readonly projectId: string;
  readonly type: WebhookType;
}

const FIND_SUBSCRIBED = statement(
  'webhook.find-subscribed',
  `SELECT id FROM webhooks WHERE project_id = :projectId AND status = 'active' AND :type = ANY (types)`,
  { id: 'uuid' },
);

/** Tells the webhooks of a project of its events. */
@Injectable()
export class WebhookEvents {
  constructor(
    private readonly database: Database,
    private readonly queue: DeliveryQueue,
  ) {}

  /**
   * Queues a delivery to each webhook of the project that wants the type, in the transaction of the fact: it is
   * delivered if and only if that commits. Without webhooks it costs one look-up.
   */
  announce(tx: EntityManager, { projectId, type, ...event }: WebhookFact): Promise<void> {
    return this.announceAll(tx, { projectId, type }, [event]);
  }

  /** The same for events of one type in one project: by three statements, however many they are. */
  async announceAll(
    tx: EntityManager,
    { projectId, type }: Pick<WebhookFact, 'projectId' | 'type'>,
    events: readonly WebhookEvent[],
  ): Promise<void> {
    if (events.length === 0) return;
    const webhooks = await this.database.queryIn(tx, FIND_SUBSCRIBED, { projectId, type });
    if (webhooks.length === 0) return;
    const deliveries = events.flatMap(({ subjectId, data, eventId = newId() }) => {
      const event = { eventId, type, subjectId, data: sentOf(type, data), occurredAt: null };
      return webhooks.map(({ id: webhookId }) => ({ webhookId, ...event }));
    });
    await this.queue.addAll(tx, projectId, deliveries);
  }
}
