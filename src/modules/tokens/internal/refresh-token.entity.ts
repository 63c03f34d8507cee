import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** The hash of a refresh token. Consumed ones are kept until they expire, to recognise a replay. */
@Entity('refresh_tokens')
@Index('ux_refresh_tokens_hash', ['tokenHash'], { unique: true })
@Index('ux_refresh_tokens_live', ['familyId'], { unique: true, where: '"consumed_at" IS NULL' })
@Index('ix_refresh_tokens_family', ['familyId'])
@Index('ix_refresh_tokens_expiry', ['expiresAt'], { where: '"consumed_at" IS NULL' })
@Index('ix_refresh_tokens_replay', ['consumedAt'], { where: 'replay_nonce IS NOT NULL' })
@ForeignKey('token_families', ['familyId'], ['id'], {
  name: 'fk_refresh_tokens_family',
  onDelete: 'CASCADE',
})
export class RefreshTokenEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_refresh_tokens' })
  id!: string;

  @Column('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

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

  /** With it and this token its successor can be derived again, while the replay window is open. */
  @Column('bytea', { name: 'replay_nonce', nullable: true })
  replayNonce!: Buffer | null;

  /** A request received before this moment took part in the race for the token (`SingleUse`). */
  @Column('timestamptz', { name: 'raced_until', nullable: true })
  racedUntil!: Date | null;
}
