import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What one batch brought, until it is added to the numbers of its source. */
@Entity('data_source_receipts')
@Index('ix_data_source_receipts_source', ['projectId', 'dataSourceId'])
export class DataSourceReceiptEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_data_source_receipts' })
  id!: string;

  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  @Column('uuid', { name: 'data_source_id' })
  dataSourceId!: string;

  /** Accepted. */
  @Column('integer')
  contacts!: number;

  /** Accepted. */
  @Column('integer')
  events!: number;

  @Column('integer')
  errored!: number;

  @Column({ type: 'timestamptz', precision: 3, name: 'received_at', default: () => 'now()' })
  receivedAt!: Date;
}
