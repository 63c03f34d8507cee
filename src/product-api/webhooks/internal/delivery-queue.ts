import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../kernel/ids.js';
import { Database } from '../../../platform/database/database.js';
import { columnsOf } from '../../../platform/database/entity-columns.js';
import { statement } from '../../../platform/database/statement.js';
import { JobQueue } from '../../../platform/jobs/job-queue.service.js';
import { defineJob } from '../../../platform/jobs/job.js';
import type { SentType, WebhookData } from '../webhook-types.js';
import { WebhookDeliveryEntity } from './webhook-delivery.entity.js';

/** One delivery is due. UUIDs. */
export const DELIVER_WEBHOOK = defineJob<{
  readonly projectId: string;
  readonly deliveryId: string;
}>('deliver-webhook');

export interface NewDelivery {
  readonly projectId: string;
  readonly webhookId: string;
  readonly eventId: string;
  readonly type: SentType;
  readonly subjectId: string;
  readonly data: WebhookData;
  /** Null: now. */
  readonly occurredAt: Date | null;
}

const { list, shape } = columnsOf(WebhookDeliveryEntity);

const INSERT = statement(
  'webhook-delivery.insert',
  `INSERT INTO webhook_deliveries
     (id, project_id, webhook_id, event_id, type, subject_id, data, occurred_at, next_attempt_at)
   VALUES (:id, :projectId, :webhookId, :eventId, :type, :subjectId, :data, coalesce(:occurredAt::timestamptz, now()), now())
   RETURNING ${list}`,
  shape,
);

/** Stores deliveries, and their jobs in the same transaction. */
@Injectable()
export class DeliveryQueue {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
  ) {}

  async add(tx: EntityManager, delivery: NewDelivery): Promise<WebhookDeliveryEntity> {
    const values = { ...delivery, id: newId(), data: JSON.stringify(delivery.data) };
    const [made] = await this.database.queryIn(tx, INSERT, values);
    if (!made) throw new Error('A delivery was not stored.');
    await this.again(tx, made, 0);
    return made;
  }

  /** Its next attempt, after so many seconds. */
  async again(
    tx: EntityManager,
    { id, projectId }: Pick<WebhookDeliveryEntity, 'id' | 'projectId'>,
    seconds: number,
  ): Promise<void> {
    await this.jobs.add(tx, DELIVER_WEBHOOK, { projectId, deliveryId: id }, seconds);
  }
}
