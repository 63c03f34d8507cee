import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { isOneOf } from '../../../platform/database/entity-columns.js';

const OUTCOMES = ['accepted', 'rejected', 'failed', 'unknown'] as const;

/** One submission to a carrier. The row is committed before it, so that none is repeated unknowingly. */
@Entity('sms_attempts')
@Check('ck_sms_attempts_outcome', isOneOf('outcome', OUTCOMES))
export class SmsAttemptEntity {
  @ForeignKey('sms_messages', { name: 'fk_sms_attempts_message', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'message_id', primaryKeyConstraintName: 'pk_sms_attempts' })
  messageId!: string;

  /** From 1. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'pk_sms_attempts' })
  attempt!: number;

  @Column('text')
  gateway!: string;

  @Column({ type: 'timestamptz', precision: 3, name: 'started_at', default: () => 'now()' })
  startedAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  @Column('text', { nullable: true })
  outcome!: (typeof OUTCOMES)[number] | null;

  @Column('text', { nullable: true })
  code!: string | null;
}
