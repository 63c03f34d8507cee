import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Definition } from '../definition/definition.js';
import type { Program } from '../definition/program.js';

const KEY = 'pk_automation_versions';

/** A definition that was live. Never changed: contacts under way finish on the version that they entered. */
@Entity('automation_versions')
@ForeignKey('automations', ['projectId', 'automationId'], ['projectId', 'id'], {
  name: 'fk_automation_versions_automation',
  onDelete: 'CASCADE',
})
export class AutomationVersionEntity {
  @PrimaryColumn('uuid', { name: 'project_id', primaryKeyConstraintName: KEY })
  projectId!: string;

  @PrimaryColumn('uuid', { name: 'automation_id', primaryKeyConstraintName: KEY })
  automationId!: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: KEY })
  version!: number;

  @Column('jsonb')
  definition!: Definition;

  /** Its steps as they are executed. Stored, so that a new release of the server does not move anybody. */
  @Column('jsonb')
  program!: Program;

  @Column('text', { name: 'cancel_events', array: true })
  cancelEvents!: readonly string[];

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
