import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { isOneOf } from '../../../platform/database/entity-columns.js';
import type { Credential } from '../../access/principal.js';
import type { Audience, Settings, Step, Trigger } from '../definition/definition.js';

export const AUTOMATION_STATUSES = ['draft', 'active', 'paused', 'archived'] as const;
export const PAUSED_REASONS = [
  'requested',
  'access_ended',
  'insufficient_funds',
  'sender_not_approved',
] as const;

/** Messages that a contact gets by itself once something has happened. */
@Entity('automations')
@Check('ck_automations_status', isOneOf('status', AUTOMATION_STATUSES))
@Check('ck_automations_paused_reason', isOneOf('paused_reason', PAUSED_REASONS))
@ForeignKey('projects', ['projectId'], ['id'], {
  name: 'fk_automations_project',
  onDelete: 'CASCADE',
})
@Index('ix_automations_project', ['projectId', 'title'])
@Index('ux_automations_project_id', ['projectId', 'id'], { unique: true })
@Index('ix_automations_active', ['projectId', 'id'], { where: `status = 'active'` })
@Index('ix_automations_next_scan', ['nextScanAt'], { where: `status = 'active'` })
export class AutomationEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_automations' })
  id!: string;

  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  @Column('text')
  title!: string;

  @Column('text')
  status!: (typeof AUTOMATION_STATUSES)[number];

  @Column('jsonb')
  trigger!: Trigger;

  @Column('jsonb', { nullable: true })
  audience!: Audience | null;

  @Column('text', { name: 'cancel_events', array: true, default: [] })
  cancelEvents!: readonly string[];

  @Column('jsonb')
  steps!: readonly Step[];

  @Column('jsonb')
  settings!: Settings;

  /** Rises with every change. */
  @Column('integer', { default: 1 })
  version!: number;

  /** The version in which the definition changed last: contacts enter that one. */
  @Column('integer', { name: 'definition_version', default: 1 })
  definitionVersion!: number;

  /** Whose access last made it live; its messages are sent on that account. */
  @Column('jsonb', { nullable: true })
  credential!: Credential | null;

  @Column('text', { name: 'paused_reason', nullable: true })
  pausedReason!: (typeof PAUSED_REASONS)[number] | null;

  /** When a trigger that depends on time is looked at next. */
  @Column({ type: 'timestamptz', precision: 3, name: 'next_scan_at', nullable: true })
  nextScanAt!: Date | null;

  @Column('integer', { name: 'entered_count', default: 0 })
  enteredCount!: number;

  @Column('integer', { name: 'completed_count', default: 0 })
  completedCount!: number;

  /** Enrolments that ended before their last step. */
  @Column('integer', { name: 'stopped_count', default: 0 })
  stoppedCount!: number;

  @Column('integer', { name: 'message_count', default: 0 })
  messageCount!: number;

  /** Messages that were not sent: no phone, unsubscribed, too many that day. */
  @Column('integer', { name: 'skipped_count', default: 0 })
  skippedCount!: number;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
