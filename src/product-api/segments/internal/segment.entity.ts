import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { DataType } from '../../specs/data-types.js';
import { isOneOf } from '../../../platform/database/entity-columns.js';

export const SEGMENT_TYPES = ['static', 'dynamic'] as const;
export const SEGMENT_STATUSES = ['ready', 'computing', 'error'] as const;

/** A parameter of a rule, by its name in it. */
export interface SegmentParameter {
  readonly name: string;
  readonly dataType: DataType;
}

/** A set of contacts: `static` by hand, `dynamic` by a rule. */
@Entity('segments')
@ForeignKey('projects', ['projectId'], ['id'], { name: 'fk_segments_project', onDelete: 'CASCADE' })
@Check('ck_segments_type', isOneOf('type', SEGMENT_TYPES))
@Check('ck_segments_status', isOneOf('status', SEGMENT_STATUSES))
@Index('ux_segments_project_id', ['projectId', 'id'], { unique: true })
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
  type!: (typeof SEGMENT_TYPES)[number];

  @Column('jsonb', { nullable: true })
  rule!: object | null;

  /** Of the rule: a segment that has some is a set of contacts only together with their values. */
  @Column('jsonb', { default: [] })
  parameters!: SegmentParameter[];

  @Column('text')
  status!: (typeof SEGMENT_STATUSES)[number];

  /** Contacts at `lastComputedAt`. */
  @Column('integer', { name: 'last_count', nullable: true })
  lastCount!: number | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'last_computed_at', nullable: true })
  lastComputedAt!: Date | null;

  /** The person for whom it was made; null if nobody's. */
  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy!: string | null;

  @Column('integer', { default: 1 })
  version!: number;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
