import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** The balance of an organisation, in millionths. Its movements add up to it. */
@Entity('organisation_funds')
@Check('ck_organisation_funds_available', 'available >= 0')
@Check('ck_organisation_funds_reserved', 'reserved >= 0')
export class OrganisationFundsEntity {
  @ForeignKey('organisations', { name: 'fk_organisation_funds_organisation', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', {
    name: 'organisation_id',
    primaryKeyConstraintName: 'pk_organisation_funds',
  })
  organisationId!: string;

  /** ISO 4217. */
  @Column('text', { default: 'EUR' })
  currency!: string;

  /** What may be spent. */
  @Column('bigint', { default: 0 })
  available!: string;

  /** For messages that are not submitted yet. */
  @Column('bigint', { default: 0 })
  reserved!: string;

  @Column({ type: 'timestamptz', precision: 3, name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
