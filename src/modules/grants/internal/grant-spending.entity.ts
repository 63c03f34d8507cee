import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What a grant has spent in a project, on its last day and in its last month (UTC). One row, which starts again. */
@Entity('grant_spending')
@Index('ix_grant_spending_project', ['projectId'])
export class GrantSpendingEntity {
  @ForeignKey('grants', { name: 'fk_grant_spending_grant', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'grant_id', primaryKeyConstraintName: 'pk_grant_spending' })
  grantId!: string;

  @ForeignKey('projects', { name: 'fk_grant_spending_project', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'project_id', primaryKeyConstraintName: 'pk_grant_spending' })
  projectId!: string;

  @Column('timestamptz')
  day!: Date;

  @Column('integer')
  messages!: number;

  @Column('timestamptz')
  month!: Date;

  /** Millionths. */
  @Column('bigint')
  spent!: string;
}
