import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** Rows of an import that are not brought in yet. */
@Entity('import_parts')
@ForeignKey('imports', ['projectId', 'importId'], ['projectId', 'id'], {
  name: 'fk_import_parts_import',
  onDelete: 'CASCADE',
})
export class ImportPartEntity {
  @PrimaryColumn('uuid', { name: 'project_id', primaryKeyConstraintName: 'pk_import_parts' })
  projectId!: string;

  @PrimaryColumn('uuid', { name: 'import_id', primaryKeyConstraintName: 'pk_import_parts' })
  importId!: string;

  /** From 1. */
  @PrimaryColumn('integer', { name: 'first_row', primaryKeyConstraintName: 'pk_import_parts' })
  firstRow!: number;

  /** NDJSON. */
  @Column('text')
  rows!: string;
}
