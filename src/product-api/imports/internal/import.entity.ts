import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { isOneOf } from '../../../platform/database/entity-columns.js';

export const IMPORT_STATUSES = ['queued', 'processing', 'complete', 'cancelled', 'failed'] as const;

/** Many contacts that are brought in by jobs. */
@Entity('imports')
@Check('ck_imports_status', isOneOf('status', IMPORT_STATUSES))
@ForeignKey('projects', ['projectId'], ['id'], { name: 'fk_imports_project', onDelete: 'CASCADE' })
@Index('ix_imports_project', ['projectId', 'createdAt', 'id'])
@Index('ix_imports_created', ['createdAt'])
@Index('ix_imports_unfinished', ['workedAt'], { where: 'completed_at IS NULL' })
@Index('ux_imports_project_id', ['projectId', 'id'], { unique: true })
export class ImportEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_imports' })
  id!: string;

  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  @Column('uuid', { name: 'data_source_id' })
  dataSourceId!: string;

  @Column('text')
  status!: (typeof IMPORT_STATUSES)[number];

  /** Rows. */
  @Column('integer')
  total!: number;

  /** Rows that were brought in. */
  @Column('integer', { default: 0 })
  completed!: number;

  /** Rows that were refused. */
  @Column('integer', { default: 0 })
  failed!: number;

  /** When a job last did something for it: one that stays behind has lost its worker. */
  @Column({ type: 'timestamptz', precision: 3, name: 'worked_at', default: () => 'now()' })
  workedAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  /** When it ended, in any way. */
  @Column({ type: 'timestamptz', precision: 3, name: 'completed_at', nullable: true })
  completedAt!: Date | null;
}
