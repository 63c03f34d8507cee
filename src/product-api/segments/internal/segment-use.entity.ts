import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { isOneOf } from '../../../platform/database/entity-columns.js';

export const SEGMENT_USERS = ['campaign', 'automation'] as const;

const KEY = { primaryKeyConstraintName: 'pk_segment_uses' };

/** A scheduled campaign or an active automation uses a segment, which can therefore not be deleted. */
@Entity('segment_uses')
@ForeignKey('projects', ['projectId'], ['id'], {
  name: 'fk_segment_uses_project',
  onDelete: 'CASCADE',
})
@ForeignKey('segments', ['projectId', 'segmentId'], ['projectId', 'id'], {
  name: 'fk_segment_uses_segment',
})
@Check('ck_segment_uses_used_by_kind', isOneOf('used_by_kind', SEGMENT_USERS))
@Index('ix_segment_uses_used_by', ['projectId', 'usedByKind', 'usedById'])
export class SegmentUseEntity {
  @PrimaryColumn('uuid', { name: 'project_id', ...KEY })
  projectId!: string;

  @PrimaryColumn('uuid', { name: 'segment_id', ...KEY })
  segmentId!: string;

  @PrimaryColumn('text', { name: 'used_by_kind', ...KEY })
  usedByKind!: (typeof SEGMENT_USERS)[number];

  @PrimaryColumn('uuid', { name: 'used_by_id', ...KEY })
  usedById!: string;

  /** Whether it is told of contacts that enter the segment. */
  @Column('boolean', { default: false })
  watches!: boolean;
}
