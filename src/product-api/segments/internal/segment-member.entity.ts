import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const KEY = { primaryKeyConstraintName: 'pk_segment_members' };

/** A contact of a static segment. */
@Entity('segment_members')
@ForeignKey('segments', ['projectId', 'segmentId'], ['projectId', 'id'], {
  name: 'fk_segment_members_segment',
  onDelete: 'CASCADE',
})
@ForeignKey('contacts', ['projectId', 'contactId'], ['projectId', 'id'], {
  name: 'fk_segment_members_contact',
  onDelete: 'CASCADE',
})
@Index('ix_segment_members_contact', ['projectId', 'contactId'])
export class SegmentMemberEntity {
  @PrimaryColumn('uuid', { name: 'project_id', ...KEY })
  projectId!: string;

  @PrimaryColumn('uuid', { name: 'segment_id', ...KEY })
  segmentId!: string;

  @PrimaryColumn('uuid', { name: 'contact_id', ...KEY })
  contactId!: string;

  @Column({ type: 'timestamptz', precision: 3, name: 'added_at', default: () => 'now()' })
  addedAt!: Date;
}
