import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { isOneOf } from '../../../platform/database/entity-columns.js';

const STATES = ['waiting', 'submitting', 'sent'] as const;

/**
 * A message that waits: to be submitted, for the carrier's answer, for its reports. The row is deleted with the last
 * one, or after two days.
 */
@Entity('sms_queue')
@Check('ck_sms_queue_state', isOneOf('state', STATES))
@Index('ix_sms_queue_due', ['state', 'priority', 'dueAt', 'messageId'])
@Index('ix_sms_queue_waiting', ['projectId', 'originId'], {
  where: `origin_id IS NOT NULL AND state <> 'sent'`,
})
export class SmsQueueEntity {
  @ForeignKey('sms_messages', { name: 'fk_sms_queue_message', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'message_id', primaryKeyConstraintName: 'pk_sms_queue' })
  messageId!: string;

  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  @Column('text')
  state!: (typeof STATES)[number];

  /** 0 before 1: a single message does not wait for a campaign. */
  @Column('smallint')
  priority!: number;

  /** When it may be submitted, counts as unanswered, or expires. */
  @Column({ type: 'timestamptz', precision: 3, name: 'due_at' })
  dueAt!: Date;

  @Column('integer', { default: 0 })
  attempts!: number;

  @Column('text')
  gateway!: string;

  @Column('text')
  country!: string;

  @Column('uuid', { name: 'origin_id', nullable: true })
  originId!: string | null;
}
