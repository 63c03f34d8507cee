import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const KEY = { primaryKeyConstraintName: 'pk_watched_segments' };

/** A segment whose contacts are compared with those of the last time. Without a foreign key to it: see the migration. */
@Entity('watched_segments')
@ForeignKey('projects', ['projectId'], ['id'], {
  name: 'fk_watched_segments_project',
  onDelete: 'CASCADE',
})
@Index('ix_watched_segments_due', ['dueAt'])
export class WatchedSegmentEntity {
  @PrimaryColumn('uuid', { name: 'project_id', ...KEY })
  projectId!: string;

  @PrimaryColumn('uuid', { name: 'segment_id', ...KEY })
  segmentId!: string;

  /** Whether the snapshot has all who were in it at first; only later ones have entered. */
  @Column('boolean', { default: false })
  complete!: boolean;

  @Column({ type: 'timestamptz', precision: 3, name: 'due_at', default: () => 'now()' })
  dueAt!: Date;
}
