import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** The price of a part of a message to a country, from a moment on. */
@Entity('sms_prices')
@Check('ck_sms_prices_price', 'price >= 0')
@Index('ux_sms_prices_country', { synchronize: false })
@Index('ix_sms_prices_organisation', ['organisationId'])
export class SmsPriceEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_sms_prices' })
  id!: string;

  /** Null: for every organisation that has none of its own for the country. */
  @ForeignKey('organisations', { name: 'fk_sms_prices_organisation', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'organisation_id', nullable: true })
  organisationId!: string | null;

  /** ISO 3166-1 alpha-2. */
  @Column('text')
  country!: string;

  /** Millionths; null: nothing is sent there. */
  @Column('bigint', { nullable: true })
  price!: string | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'valid_from', default: () => 'now()' })
  validFrom!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
