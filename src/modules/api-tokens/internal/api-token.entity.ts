import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A token that a member made for programs of their own. */
@Entity('api_tokens')
@Check('ck_api_tokens_revoked', `(revoked_at IS NULL) = (revoked_reason IS NULL)`)
@Check('ck_api_tokens_scopes', `cardinality(scopes) > 0`)
@Index('ux_api_tokens_hash', ['tokenHash'], { unique: true })
@Index('ix_api_tokens_user', ['userId'])
@Index('ix_api_tokens_expiry', ['expiresAt'], {
  where: 'revoked_at IS NULL AND expires_at IS NOT NULL',
})
@Index('ix_api_tokens_revoked', ['revokedAt'], { where: 'revoked_at IS NOT NULL' })
export class ApiTokenEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_api_tokens' })
  id!: string;

  /** Who made it; its ceiling is their role. */
  @ForeignKey('users', { name: 'fk_api_tokens_user' })
  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('text')
  title!: string;

  @Column('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  /** Chosen once. */
  @Column('text', { array: true })
  scopes!: string[];

  @Column('boolean', { name: 'test_mode' })
  testMode!: boolean;

  /** The creator's `consent_epoch` when it was made: once that has risen, the token is void. */
  @Column('integer', { name: 'consent_epoch' })
  consentEpoch!: number;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  /** Null: it does not expire. */
  @Column({ type: 'timestamptz', precision: 3, name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  @Column('text', { name: 'revoked_reason', nullable: true })
  revokedReason!: string | null;
}
