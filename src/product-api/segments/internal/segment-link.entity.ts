import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const KEY = { primaryKeyConstraintName: 'pk_segment_links' };

/** The rule of one segment refers to another. */
@Entity('segment_links')
@ForeignKey('projects', ['projectId'], ['id'], {
  name: 'fk_segment_links_project',
  onDelete: 'CASCADE',
})
@ForeignKey('segments', ['projectId', 'segmentId'], ['projectId', 'id'], {
  name: 'fk_segment_links_segment',
  onDelete: 'CASCADE',
})
@ForeignKey('segments', ['projectId', 'refersTo'], ['projectId', 'id'], {
  name: 'fk_segment_links_refers_to',
})
@Index('ix_segment_links_refers_to', ['projectId', 'refersTo'])
export class SegmentLinkEntity {
  @PrimaryColumn('uuid', { name: 'project_id', ...KEY })
  projectId!: string;

  @PrimaryColumn('uuid', { name: 'segment_id', ...KEY })
  segmentId!: string;

  @PrimaryColumn('uuid', { name: 'refers_to', ...KEY })
  refersTo!: string;
}
