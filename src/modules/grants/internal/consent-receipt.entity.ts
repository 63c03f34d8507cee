import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What was shown to a person and what they chose; immutable (trigger). */
@Entity('consent_receipts')
@Index('ix_consent_receipts_grant', ['grantId'])
export class ConsentReceiptEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_consent_receipts' })
  id!: string;

  @ForeignKey('grants', { name: 'fk_consent_receipts_grant' })
  @Column('uuid', { name: 'grant_id' })
  grantId!: string;

  @Column('jsonb')
  shown!: object;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
