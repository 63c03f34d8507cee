import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { DataType } from '../data-types.js';

/** A parameter of a type of events. */
@Entity('event_parameter_specs')
@ForeignKey('event_specs', ['projectId', 'eventType'], ['projectId', 'uid'], {
  name: 'fk_event_parameter_specs_event',
  onDelete: 'CASCADE',
})
export class EventParameterSpecEntity {
  @PrimaryColumn('uuid', {
    name: 'project_id',
    primaryKeyConstraintName: 'pk_event_parameter_specs',
  })
  projectId!: string;

  @PrimaryColumn('text', {
    name: 'event_type',
    primaryKeyConstraintName: 'pk_event_parameter_specs',
  })
  eventType!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_event_parameter_specs' })
  parameter!: string;

  @Column('text')
  title!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text', { name: 'data_type' })
  dataType!: DataType;

  @Column('boolean', { default: false })
  required!: boolean;

  /** Most values; with more than one the parameter is a list. */
  @Column('integer', { name: 'multi_value', default: 1 })
  multiValue!: number;

  /** Of a text; null for that of its type. */
  @Column('integer', { name: 'max_length', nullable: true })
  maxLength!: number | null;

  /** Personal data: shown with `audience.full:read` only. */
  @Column('boolean', { default: false })
  pii!: boolean;

  /** The values of an `enum`. */
  @Column('text', { array: true, nullable: true })
  options!: string[] | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
