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
   SELECT id, :projectId::uuid, "webhookId", "eventId", type, "subjectId", data, coalesce("occurredAt", now()), now()
   FROM jsonb_to_recordset(:deliveries::jsonb) AS given
     (id uuid, "webhookId" uuid, "eventId" uuid, type text, "subjectId" uuid, data jsonb, "occurredAt" timestamptz)
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

  async add(
    tx: EntityManager,
    { projectId, ...delivery }: NewDelivery & { readonly projectId: string },
  ): Promise<WebhookDeliveryEntity> {
    const [made] = await this.addAll(tx, projectId, [delivery]);
    if (!made) throw new Error('A delivery was not stored.');
    return made;
  }

  /** By two statements, however many there are. */
  async addAll(
    tx: EntityManager,
    projectId: string,
    deliveries: readonly NewDelivery[],
  ): Promise<readonly WebhookDeliveryEntity[]> {
    const given = JSON.stringify(deliveries.map((each) => ({ ...each, id: newId() })));
    const made = await this.database.queryIn(tx, INSERT, { projectId, deliveries: given });
    const payloads = made.map(({ id: deliveryId }) => ({ projectId, deliveryId }));
    await this.jobs.addAll(tx, DELIVER_WEBHOOK, payloads);
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
