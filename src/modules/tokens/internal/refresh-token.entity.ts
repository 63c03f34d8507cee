import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * The hash of a refresh token. Consumed ones are kept until their family ends, to recognise a replay. What changes when
 * one is consumed is in no index, so that its row is all that is written.
 */
@Entity('refresh_tokens')
@Index('ux_refresh_tokens_hash', ['tokenHash'], { unique: true })
@Index('ix_refresh_tokens_family', ['familyId', 'expiresAt'])
export class RefreshTokenEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_refresh_tokens' })
  id!: string;

  @Column('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  /** Not a foreign key: a token whose family is gone is not found any more, and deleted by `clear-tokens`. */
  @Column('uuid', { name: 'family_id' })
  familyId!: string;

  /** Thumbprint of the key it is bound to (RFC 9449); null for none. */
  @Column('text', { name: 'dpop_jkt', nullable: true })
  dpopJkt!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  /** When its successor was issued. */
  @Column('timestamptz', { name: 'consumed_at', nullable: true })
  consumedAt!: Date | null;

  /** Id of the nonce (`ReplayNonceEntity`) with which its successor was derived; null for random ones. */
  @Column('bytea', { name: 'replay_nonce', nullable: true })
  replayNonce!: Buffer | null;

  /** A request received before this moment took part in the race for the token (`SingleUse`). */
  @Column('timestamptz', { name: 'raced_until', nullable: true })
  racedUntil!: Date | null;
}
