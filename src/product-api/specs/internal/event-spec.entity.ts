import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** A type of events. */
@Entity('event_specs')
@ForeignKey('projects', ['projectId'], ['id'], {
  name: 'fk_event_specs_project',
  onDelete: 'CASCADE',
})
export class EventSpecEntity {
  @PrimaryColumn('uuid', { name: 'project_id', primaryKeyConstraintName: 'pk_event_specs' })
  projectId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_event_specs' })
  uid!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  emoji!: string | null;

  @Column('text', { nullable: true })
  category!: string | null;

  @Column('text', { nullable: true })
  description!: string | null;

  /** Whether such an event can be the result of a message. */
  @Column('boolean', { default: false })
  attribution!: boolean;

  /** Whether such an event can start automations. */
  @Column('boolean', { default: true })
  automation!: boolean;

  /** How many parameters it has. */
  @Column('integer', { default: 0 })
  parameters!: number;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
