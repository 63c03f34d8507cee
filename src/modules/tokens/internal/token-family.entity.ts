import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** One redemption of a code, or one token of a service, and every token descended from it. */
@Entity('token_families')
@Index('ux_token_families_code', ['codeId'], { unique: true, where: '"code_id" IS NOT NULL' })
@Index('ix_token_families_grant', ['grantId'])
@ForeignKey('grants', ['grantId'], ['id'], {
  name: 'fk_token_families_grant',
  onDelete: 'CASCADE',
})
export class TokenFamilyEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_token_families' })
  id!: string;

  @Column('uuid', { name: 'grant_id' })
  grantId!: string;

  /** Null for a service. */
  @Column('uuid', { name: 'code_id', nullable: true })
  codeId!: string | null;

  /**
   * Hash of the secret, or thumbprint of the key, that a service used for it: it is valid while the app has that
   * credential.
   */
  @Column('bytea', { name: 'credential_hash', nullable: true })
  credentialHash!: Buffer | null;

  /** Requested and granted at this redemption. */
  @Column('text', { array: true })
  scopes!: string[];

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  /** Time of the last authentication before the code was issued; null for a service. */
  @Column('timestamptz', { name: 'auth_time', nullable: true })
  authTime!: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}
