import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { isOneOf } from '../../../platform/database/entity-columns.js';

export const END_REASONS = [
  'completed',
  'exited',
  'cancel_event',
  'unsubscribed',
  'contact_deleted',
  'archived',
  'failed',
] as const;

/** A contact under way in an automation, or who was. */
@Entity('automation_enrollments')
@Check('ck_automation_enrollments_end_reason', isOneOf('end_reason', END_REASONS))
@Check(
  'ck_automation_enrollments_ended',
  `(ended_at IS NULL) = (end_reason IS NULL) AND (ended_at IS NULL OR due_at IS NULL AND late_since IS NULL)`,
)
@ForeignKey(
  'automation_versions',
  ['projectId', 'automationId', 'version'],
  ['projectId', 'automationId', 'version'],
  { name: 'fk_automation_enrollments_version', onDelete: 'CASCADE' },
)
@ForeignKey('contacts', ['projectId', 'contactId'], ['projectId', 'id'], {
  name: 'fk_automation_enrollments_contact',
  onDelete: 'CASCADE',
})
@Index('ux_automation_enrollments_live', ['projectId', 'automationId', 'contactId'], {
  unique: true,
  where: 'ended_at IS NULL',
})
@Index('ux_automation_enrollments_entry', ['projectId', 'automationId', 'contactId', 'entryKey'], {
  unique: true,
})
@Index('ix_automation_enrollments_version', ['projectId', 'automationId', 'version'])
@Index('ix_automation_enrollments_entered', ['projectId', 'automationId', 'enteredAt', 'id'])
@Index('ix_automation_enrollments_contact', ['projectId', 'contactId'])
@Index('ix_automation_enrollments_due', ['dueAt'], { where: 'due_at IS NOT NULL' })
@Index('ix_automation_enrollments_next', ['projectId', 'automationId', 'dueAt'], {
  where: 'due_at IS NOT NULL',
})
@Index('ix_automation_enrollments_late', ['projectId', 'automationId'], {
  where: 'late_since IS NOT NULL',
})
@Index('ix_automation_enrollments_ended', ['endedAt'], { where: 'ended_at IS NOT NULL' })
export class EnrollmentEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_automation_enrollments' })
  id!: string;

  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  @Column('uuid', { name: 'automation_id' })
  automationId!: string;

  @Column('integer')
  version!: number;

  @Column('uuid', { name: 'contact_id' })
  contactId!: string;

  /** What made the contact enter, so that nothing does so twice. */
  @Column('text', { name: 'entry_key' })
  entryKey!: string;

  /** The next instruction of the version's program. */
  @Column('integer', { default: 0 })
  position!: number;

  /** When it is executed. Null once ended, or while `lateSince` is set. */
  @Column({ type: 'timestamptz', precision: 3, name: 'due_at', nullable: true })
  dueAt!: Date | null;

  /** It was due then, while the automation was paused. */
  @Column({ type: 'timestamptz', precision: 3, name: 'late_since', nullable: true })
  lateSince!: Date | null;

  /** Attempts at the next instruction that failed. */
  @Column('integer', { default: 0 })
  failures!: number;

  /** When that happened which made the contact enter: events after it cancel. */
  @Column({ type: 'timestamptz', precision: 3, name: 'triggered_at' })
  triggeredAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'entered_at', default: () => 'now()' })
  enteredAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'messaged_at', nullable: true })
  messagedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  @Column('text', { name: 'end_reason', nullable: true })
  endReason!: (typeof END_REASONS)[number] | null;
}
