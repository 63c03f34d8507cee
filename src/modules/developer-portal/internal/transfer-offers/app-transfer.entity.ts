import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** The offer of an app to a person of another organisation; an app has one at a time. */
@Entity('app_transfers')
@Index('ux_app_transfers_client', ['clientId'], { unique: true })
@Index('ix_app_transfers_organisation', ['fromOrganisationId'])
@Index('ix_app_transfers_user', ['offeredBy'])
@Index('ix_app_transfers_email', ['email'])
@Index('ix_app_transfers_end', ['expiresAt'])
export class AppTransferEntity {
  /** Another one for each offer, also if it replaces one. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_app_transfers' })
  id!: string;

  @ForeignKey('clients', { name: 'fk_app_transfers_client', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'client_id' })
  clientId!: string;

  /** The organisation that had the app when it was offered. */
  @ForeignKey('organisations', { name: 'fk_app_transfers_organisation', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'from_organisation_id' })
  fromOrganisationId!: string;

  @ForeignKey('users', { name: 'fk_app_transfers_user', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'offered_by' })
  offeredBy!: string;

  /** In normalised form. Nobody may have an account with it. */
  @Column('text')
  email!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
