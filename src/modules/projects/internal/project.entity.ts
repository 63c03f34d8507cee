import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { AppPolicy } from '../app-policy.js';
import type { Plan } from '../plan.js';
import type { ProjectKind } from '../project-kind.js';
import { OrganisationEntity } from './organisation.entity.js';

@Entity('projects')
@Check('ck_projects_plan', `plan IN ('free', 'pro', 'max')`)
@Check('ck_projects_app_policy', `app_policy IN ('open', 'verified-only', 'closed')`)
@Check('ck_projects_kind', `kind IN ('live', 'sandbox')`)
@Index('ix_projects_organisation', ['organisationId'])
export class ProjectEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_projects' })
  id!: string;

  @Column('uuid', { name: 'organisation_id' })
  @ForeignKey(() => OrganisationEntity, { name: 'fk_projects_organisation' })
  organisationId!: string;

  @Column('text')
  name!: string;

  @Column('text')
  plan!: Plan;

  @Column('text', { name: 'app_policy', default: 'open' })
  appPolicy!: AppPolicy;

  @Column('text', { default: 'live' })
  kind!: ProjectKind;

  @Column('text', { default: 'en' })
  locale!: string;

  @Column('text', { default: 'UTC' })
  timezone!: string;

  @Column('text', { name: 'default_country', default: 'ES' })
  defaultCountry!: string;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
