import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The hash of an access token. It is valid while its family and their grant are. */
@Entity('access_tokens')
@Index('ix_access_tokens_expiry', ['expiresAt'])
export class AccessTokenEntity {
  @PrimaryColumn('bytea', { name: 'token_hash', primaryKeyConstraintName: 'pk_access_tokens' })
  tokenHash!: Buffer;

  /** Its name in the audit log. Nothing is found by it, so it has no index. */
  @Column('uuid')
  id!: string;

  /** Not a foreign key: a token whose family is gone is not found any more, and deleted once it expires. */
  @Column('uuid', { name: 'family_id' })
  familyId!: string;

  /** Thumbprint of the key it is bound to (RFC 9449); null for a bearer token. */
  @Column('text', { name: 'dpop_jkt', nullable: true })
  dpopJkt!: string | null;

  /** Null: all of the family's. Otherwise narrowed at refresh. */
  @Column('text', { array: true, nullable: true })
  scopes!: string[] | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  /** Only for the revocation of this one token (RFC 7009). */
  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}
