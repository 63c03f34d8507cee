import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** One project of a grant, which depends on one membership. */
@Entity('grant_projects')
@Check('ck_grant_projects_messages', 'max_messages_per_day >= 0')
@Check('ck_grant_projects_spend', 'max_spend_per_month >= 0')
@Index('ux_grant_projects_live', ['grantId', 'projectId'], {
  unique: true,
  where: 'revoked_at IS NULL',
})
@Index('ix_grant_projects_grant', ['grantId'])
@Index('ix_grant_projects_project', ['projectId'])
@Index('ix_grant_projects_membership', ['membershipId'])
export class GrantProjectEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_grant_projects' })
  id!: string;

  @ForeignKey('grants', { name: 'fk_grant_projects_grant', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'grant_id' })
  grantId!: string;

  @ForeignKey('projects', { name: 'fk_grant_projects_project', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  @ForeignKey('memberships', { name: 'fk_grant_projects_membership', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'membership_id' })
  membershipId!: string;

  @Column('text', { name: 'requested_scopes', array: true })
  requestedScopes!: string[];

  @Column('text', { array: true })
  scopes!: string[];

  /** `consent_epoch` of the membership's person at the decision: for a service, of the admin who connected it. */
  @Column('integer', { name: 'consent_epoch', default: 1 })
  consentEpoch!: number;

  /** Null: as the tier of the app has it (`tier-policy.ts`). */
  @Column('integer', { name: 'max_messages_per_day', nullable: true })
  maxMessagesPerDay!: number | null;

  /** Millionths. Null: the same. */
  @Column('bigint', { name: 'max_spend_per_month', nullable: true })
  maxSpendPerMonth!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}
