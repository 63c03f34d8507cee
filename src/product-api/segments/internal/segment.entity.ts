import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A set of contacts: `static` by hand, `dynamic` by a rule. */
@Entity('segments')
@ForeignKey('projects', ['projectId'], ['id'], { name: 'fk_segments_project', onDelete: 'CASCADE' })
@Check('ck_segments_type', `type IN ('static', 'dynamic')`)
@Check('ck_segments_status', `status IN ('ready', 'computing', 'error')`)
@Index('ix_segments_project', ['projectId', 'name', 'id'])
export class SegmentEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_segments' })
  id!: string;

  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text')
  type!: 'static' | 'dynamic';

  @Column('jsonb', { nullable: true })
  rule!: object | null;

  @Column('text')
  status!: 'ready' | 'computing' | 'error';

  /** Contacts at `lastComputedAt`. */
  @Column('integer', { name: 'last_count', nullable: true })
  lastCount!: number | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'last_computed_at', nullable: true })
  lastComputedAt!: Date | null;

  @Column('integer', { default: 1 })
  version!: number;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
