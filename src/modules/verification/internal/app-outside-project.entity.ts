import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** A project of another organisation that an unverified app was connected to at any time. */
@Entity('app_outside_projects')
export class AppOutsideProjectEntity {
  @ForeignKey('clients', { name: 'fk_app_outside_projects_client', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', {
    name: 'client_id',
    primaryKeyConstraintName: 'pk_app_outside_projects',
  })
  clientId!: string;

  /** Without a foreign key: a project that is deleted still counts. */
  @PrimaryColumn('uuid', {
    name: 'project_id',
    primaryKeyConstraintName: 'pk_app_outside_projects',
  })
  projectId!: string;

  @Column('timestamptz', { name: 'first_connected_at', default: () => 'now()' })
  firstConnectedAt!: Date;
}
