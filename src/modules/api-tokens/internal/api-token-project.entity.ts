import { Entity, Column, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** One project of an API token, which depends on one membership of its creator. */
@Entity('api_token_projects')
@Index('ix_api_token_projects_project', ['projectId'])
@Index('ix_api_token_projects_membership', ['membershipId'])
export class ApiTokenProjectEntity {
  @ForeignKey('api_tokens', { name: 'fk_api_token_projects_token', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', {
    name: 'token_id',
    primaryKeyConstraintName: 'pk_api_token_projects',
  })
  tokenId!: string;

  @ForeignKey('projects', { name: 'fk_api_token_projects_project', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', {
    name: 'project_id',
    primaryKeyConstraintName: 'pk_api_token_projects',
  })
  projectId!: string;

  @ForeignKey('memberships', { name: 'fk_api_token_projects_membership', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'membership_id' })
  membershipId!: string;
}
