import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { isOneOf } from '../../../platform/database/entity-columns.js';

const AUTOMATION_STATUSES = ['draft', 'active', 'paused', 'archived'] as const;

/** Messages triggered by an event. */
@Entity('automations')
@Check('ck_automations_status', isOneOf('status', AUTOMATION_STATUSES))
@ForeignKey('projects', ['projectId'], ['id'], {
  name: 'fk_automations_project',
  onDelete: 'CASCADE',
})
@Index('ix_automations_project', ['projectId', 'title'])
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
  trigger!: object;

  @Column('jsonb')
  steps!: object;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
