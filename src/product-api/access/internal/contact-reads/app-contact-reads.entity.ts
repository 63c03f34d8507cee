import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** How many contacts an app under development has read in lists of a project on one day. */
@Entity('app_contact_reads')
@Index('ix_app_contact_reads_project', ['projectId'])
@Index('ix_app_contact_reads_day', ['day'])
export class AppContactReadsEntity {
  @ForeignKey('clients', { name: 'fk_app_contact_reads_client', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'client_id', primaryKeyConstraintName: 'pk_app_contact_reads' })
  clientId!: string;

  @ForeignKey('projects', { name: 'fk_app_contact_reads_project', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'project_id', primaryKeyConstraintName: 'pk_app_contact_reads' })
  projectId!: string;

  /** Its beginning, in UTC. */
  @Column({ type: 'timestamptz', precision: 3 })
  day!: Date;

  @Column('integer')
  contacts!: number;
}
