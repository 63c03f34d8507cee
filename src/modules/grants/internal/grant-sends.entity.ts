import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What was sent under a grant in a project on a day (UTC). Written by the statement that spends, so it is exact. */
@Entity('grant_sends')
@Index('ix_grant_sends_project', ['projectId'])
@Index('ix_grant_sends_day', ['day'])
export class GrantSendsEntity {
  @ForeignKey('grants', { name: 'fk_grant_sends_grant', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'grant_id', primaryKeyConstraintName: 'pk_grant_sends' })
  grantId!: string;

  @PrimaryColumn('date', { primaryKeyConstraintName: 'pk_grant_sends' })
  day!: string;

  @ForeignKey('projects', { name: 'fk_grant_sends_project', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'project_id', primaryKeyConstraintName: 'pk_grant_sends' })
  projectId!: string;

  @Column('bigint')
  messages!: string;

  /** Millionths. */
  @Column('bigint')
  spent!: string;
}
