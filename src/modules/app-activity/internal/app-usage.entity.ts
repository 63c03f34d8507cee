import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What an app did in a project on a day (UTC), by operation. */
@Entity('app_usage')
@Index('ix_app_usage_project', ['projectId'])
@Index('ix_app_usage_day', ['day'])
export class AppUsageEntity {
  @ForeignKey('clients', { name: 'fk_app_usage_client', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'client_id', primaryKeyConstraintName: 'pk_app_usage' })
  clientId!: string;

  @PrimaryColumn('date', { primaryKeyConstraintName: 'pk_app_usage' })
  day!: string;

  @ForeignKey('projects', { name: 'fk_app_usage_project', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'project_id', primaryKeyConstraintName: 'pk_app_usage' })
  projectId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_app_usage' })
  operation!: string;

  @Column('bigint')
  calls!: string;

  @Column('bigint')
  refusals!: string;

  /** Contacts in the responses, the same one as often as it was returned. */
  @Column('bigint')
  contacts!: string;
}
