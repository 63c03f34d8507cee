import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Role } from '../role.js';
import { ProjectEntity } from './project.entity.js';

@Entity('memberships')
@Check(
  'ck_memberships_role',
  `role IN ('owner', 'admin', 'developer', 'marketer', 'analyst', 'viewer')`,
)
@Index('ux_memberships_live', ['userId', 'projectId'], { unique: true, where: 'ended_at IS NULL' })
@Index('ix_memberships_project', ['projectId'])
@Index('ix_memberships_user', ['userId'])
@Index('ix_memberships_ended', ['endedAt'], { where: 'ended_at IS NOT NULL' })
export class MembershipEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_memberships' })
  id!: string;

  @Column('uuid', { name: 'project_id' })
  @ForeignKey(() => ProjectEntity, { name: 'fk_memberships_project', onDelete: 'CASCADE' })
  projectId!: string;

  @Column('uuid', { name: 'user_id' })
  @ForeignKey('users', { name: 'fk_memberships_user', onDelete: 'CASCADE' })
  userId!: string;

  @Column('text')
  role!: Role;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
