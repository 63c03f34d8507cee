import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A pushed request (RFC 9126), under the hash of its `request_uri`. */
@Entity('pushed_requests')
@Index('ux_pushed_requests_uri', ['uriHash'], { unique: true })
@Index('ix_pushed_requests_client', ['clientId'])
@Index('ix_pushed_requests_expiry', ['expiresAt', 'id'])
export class PushedRequestEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_pushed_requests' })
  id!: string;

  @Column('bytea', { name: 'uri_hash' })
  uriHash!: Buffer;

  @ForeignKey('clients', { name: 'fk_pushed_requests_client', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'client_id' })
  clientId!: string;

  /** Form-encoded, without the client's credentials. */
  @Column('text')
  parameters!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'spent_at', nullable: true })
  spentAt!: Date | null;
}
