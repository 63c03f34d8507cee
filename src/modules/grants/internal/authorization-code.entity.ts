import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A code, stored as a hash, and what it is bound to. */
@Entity('authorization_codes')
@Index('ux_authorization_codes_hash', ['codeHash'], { unique: true })
@Index('ix_authorization_codes_grant', ['grantId'])
@Index('ix_authorization_codes_client', ['clientId'])
@Index('ix_authorization_codes_expiry', ['expiresAt', 'id'])
export class AuthorizationCodeEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_authorization_codes' })
  id!: string;

  @Column('bytea', { name: 'code_hash' })
  codeHash!: Buffer;

  @ForeignKey('grants', { name: 'fk_authorization_codes_grant', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'grant_id' })
  grantId!: string;

  @ForeignKey('clients', { name: 'fk_authorization_codes_client', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'client_id' })
  clientId!: string;

  @Column('text', { name: 'redirect_uri' })
  redirectUri!: string;

  @Column('text', { name: 'code_challenge' })
  codeChallenge!: string;

  @Column('text', { nullable: true })
  nonce!: string | null;

  /** Time of the last sign-in with a password: `auth_time` of OpenID Connect. */
  @Column('timestamptz', { name: 'auth_time' })
  authTime!: Date;

  @Column('text', { name: 'dpop_jkt', nullable: true })
  dpopJkt!: string | null;

  /** The page said that access persists. */
  @Column('boolean')
  refreshable!: boolean;

  /** The identity version of the client that the person authorized. */
  @Column('integer', { name: 'identity_version' })
  identityVersion!: number;

  @Column('text', { array: true })
  scopes!: string[];

  @Column('integer', { name: 'failed_proofs', default: 0 })
  failedProofs!: number;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'consumed_at', nullable: true })
  consumedAt!: Date | null;

  /** A request received before this moment took part in the race for the code (`SingleUse`). */
  @Column('timestamptz', { name: 'raced_until', nullable: true })
  racedUntil!: Date | null;
}
