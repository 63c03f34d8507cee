import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** An assertion that was used and must not be accepted again. */
@Entity('client_assertions')
@Index('ix_client_assertions_expiry', ['expiresAt'])
export class ClientAssertionEntity {
  @ForeignKey('clients', { name: 'fk_client_assertions_client', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'client_id', primaryKeyConstraintName: 'pk_client_assertions' })
  clientId!: string;

  @PrimaryColumn('bytea', { name: 'jti_hash', primaryKeyConstraintName: 'pk_client_assertions' })
  jtiHash!: Buffer;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
