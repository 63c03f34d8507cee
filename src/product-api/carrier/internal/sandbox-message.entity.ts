import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A message as the sandbox carrier has it: the phone of tests and demos. */
@Entity('sandbox_outbox')
@Index('ix_sandbox_outbox_project', ['projectId', 'submittedAt', 'id'])
@Index('ix_sandbox_outbox_submitted', ['submittedAt'])
export class SandboxMessageEntity {
  /** Of the message, so that it comes once however often it is submitted. */
  @ForeignKey('sms_messages', { name: 'fk_sandbox_outbox_message', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'message_id', primaryKeyConstraintName: 'pk_sandbox_outbox' })
  id!: string;

  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  @Column('text')
  sender!: string;

  @Column('text')
  recipient!: string;

  @Column('text')
  text!: string;

  @Column('integer', { default: 1 })
  submissions!: number;

  @Column({ type: 'timestamptz', precision: 3, name: 'submitted_at', default: () => 'now()' })
  submittedAt!: Date;
}
