import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { DataType } from '../data-types.js';

/** An attribute of contacts that the customer defined. */
@Entity('attribute_specs')
@ForeignKey('projects', ['projectId'], ['id'], {
  name: 'fk_attribute_specs_project',
  onDelete: 'CASCADE',
})
export class AttributeSpecEntity {
  @PrimaryColumn('uuid', { name: 'project_id', primaryKeyConstraintName: 'pk_attribute_specs' })
  projectId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_attribute_specs' })
  uid!: string;

  @Column('text')
  label!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text', { name: 'data_type' })
  dataType!: DataType;

  /** Most values; with more than one the attribute is a list. */
  @Column('integer', { default: 1 })
  multivalue!: number;

  @Column('boolean', { name: 'is_unique', default: false })
  isUnique!: boolean;

  @Column('boolean', { default: true })
  visible!: boolean;

  @Column('boolean', { default: false })
  important!: boolean;

  @Column('boolean', { default: true })
  enabled!: boolean;

  /** The values of an `enum`. */
  @Column('text', { array: true, nullable: true })
  options!: string[] | null;

  /** Whether a contact has ever had a value: from then on the type is fixed. */
  @Column('boolean', { name: 'has_data', default: false })
  hasData!: boolean;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
