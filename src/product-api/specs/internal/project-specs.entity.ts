import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** How many specs a project has, and their version. A project without any has no row. */
@Entity('project_specs')
@ForeignKey('projects', ['projectId'], ['id'], {
  name: 'fk_project_specs_project',
  onDelete: 'CASCADE',
})
export class ProjectSpecsEntity {
  @PrimaryColumn('uuid', { name: 'project_id', primaryKeyConstraintName: 'pk_project_specs' })
  projectId!: string;

  /** Every change of a spec increments it. */
  @Column('integer', { default: 1 })
  version!: number;

  @Column('integer', { default: 0 })
  attributes!: number;

  @Column('integer', { default: 0 })
  events!: number;
}
