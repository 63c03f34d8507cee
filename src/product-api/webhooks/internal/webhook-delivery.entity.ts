import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { SentType, WebhookData } from '../webhook-types.js';

export const DELIVERY_STATES = ['pending', 'delivered', 'failed', 'cancelled'] as const;

/** One event for one webhook, and how its delivery goes. */
@Entity('webhook_deliveries')
@Check('ck_webhook_deliveries_state', `state IN ('pending', 'delivered', 'failed', 'cancelled')`)
@Index('ix_webhook_deliveries_webhook', ['webhookId', 'createdAt', 'id'])
@Index('ix_webhook_deliveries_created', ['createdAt'])
export class WebhookDeliveryEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_webhook_deliveries' })
  id!: string;

  /** Of the webhook. */
  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  @ForeignKey('webhooks', { name: 'fk_webhook_deliveries_webhook', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'webhook_id' })
  webhookId!: string;

  /** The same for all webhooks that are told of the event, and for each attempt and redelivery. */
  @Column('uuid', { name: 'event_id' })
  eventId!: string;

  @Column('text')
  type!: SentType;

  /** Of what the event tells. */
  @Column('uuid', { name: 'subject_id' })
  subjectId!: string;

  /** Members that the type lists; no personal data. */
  @Column('jsonb')
  data!: WebhookData;

  @Column({ type: 'timestamptz', precision: 3, name: 'occurred_at' })
  occurredAt!: Date;

  @Column('text', { default: 'pending' })
  state!: (typeof DELIVERY_STATES)[number];

  /** Attempts so far. */
  @Column('smallint', { default: 0 })
  attempt!: number;

  /** Of the last attempt; null without an answer. */
  @Column('smallint', { name: 'response_code', nullable: true })
  responseCode!: number | null;

  @Column('integer', { name: 'duration_ms', nullable: true })
  durationMs!: number | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'next_attempt_at', nullable: true })
  nextAttemptAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
