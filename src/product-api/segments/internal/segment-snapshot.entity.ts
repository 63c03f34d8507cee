import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const KEY = { primaryKeyConstraintName: 'pk_segment_snapshots' };

/** A contact that was in a watched segment when it was last looked at. */
@Entity('segment_snapshots')
@ForeignKey('contacts', ['projectId', 'contactId'], ['projectId', 'id'], {
  name: 'fk_segment_snapshots_contact',
  onDelete: 'CASCADE',
})
@Index('ix_segment_snapshots_contact', ['projectId', 'contactId'])
export class SegmentSnapshotEntity {
  @PrimaryColumn('uuid', { name: 'project_id', ...KEY })
  projectId!: string;

  @PrimaryColumn('uuid', { name: 'segment_id', ...KEY })
  segmentId!: string;

  @PrimaryColumn('uuid', { name: 'contact_id', ...KEY })
  contactId!: string;
}
