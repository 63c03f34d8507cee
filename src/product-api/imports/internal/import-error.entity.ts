import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** A row of an import that was refused. */
@Entity('import_errors')
@ForeignKey('imports', ['projectId', 'importId'], ['projectId', 'id'], {
  name: 'fk_import_errors_import',
  onDelete: 'CASCADE',
})
export class ImportErrorEntity {
  @PrimaryColumn('uuid', { name: 'project_id', primaryKeyConstraintName: 'pk_import_errors' })
  projectId!: string;

  @PrimaryColumn('uuid', { name: 'import_id', primaryKeyConstraintName: 'pk_import_errors' })
  importId!: string;

  /** From 1. */
  @PrimaryColumn('integer', { name: 'row_number', primaryKeyConstraintName: 'pk_import_errors' })
  rowNumber!: number;

  @Column('text', { name: 'user_id', nullable: true })
  userId!: string | null;

  /** By member: what is wrong with it. */
  @Column('jsonb')
  errors!: Readonly<Record<string, readonly string[]>>;
}
