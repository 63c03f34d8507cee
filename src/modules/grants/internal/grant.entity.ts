import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { GrantKind } from '../grant.js';

/** The grant of a person or service: client, resource and installation. Every code and token references it. */
@Entity('grants')
@Index('ux_grants_live', ['userId', 'clientId', 'resource', 'installation'], {
  unique: true,
  where: 'revoked_at IS NULL',
})
@Index('ux_grants_live_service', ['clientId'], {
  unique: true,
  where: `kind = 'service' AND revoked_at IS NULL`,
})
@Index('ix_grants_client', ['clientId'])
@Index('ix_grants_live_client', ['clientId', 'id'], { where: 'revoked_at IS NULL' })
@Index('ix_grants_end', { synchronize: false })
@Index('ix_grants_user', ['userId'])
@Index('ix_grants_authorized', ['authorizedAt', 'id'], { where: 'revoked_at IS NULL' })
@Index('ix_grants_expiry', ['expiresAt'], { where: 'revoked_at IS NULL' })
@Check('ck_grants_revoked', `(revoked_at IS NULL) = (revoked_reason IS NULL)`)
@Check(
  'ck_grants_kind',
  `CASE kind WHEN 'user' THEN user_id IS NOT NULL AND installation IS NOT NULL
   WHEN 'service' THEN user_id IS NULL AND installation IS NULL AND account_scopes = '{}' ELSE false END`,
)
export class GrantEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_grants' })
  id!: string;

  @Column('text', { default: 'user' })
  kind!: GrantKind;

  /** Null for a service, which acts for no person. */
  @ForeignKey('users', { name: 'fk_grants_user' })
  @Column('uuid', { name: 'user_id', nullable: true })
  userId!: string | null;

  @ForeignKey('clients', { name: 'fk_grants_client' })
  @Column('uuid', { name: 'client_id' })
  clientId!: string;

  @Column('text')
  resource!: string;

  /** Null for a service, which has no redirect URI. */
  @Column('text', { nullable: true })
  installation!: string | null;

  @Column('text', { name: 'account_scopes', array: true, default: () => "'{}'" })
  accountScopes!: string[];

  /**
   * Since when, without interruption, access persists as shown to the person; null if it does not. Older refresh tokens
   * are invalid.
   */
  @Column('timestamptz', { name: 'refreshable_since', nullable: true })
  refreshableSince!: Date | null;

  /** The identity version of the client that the person authorized; null if unknown, and for a service. */
  @Column('integer', { name: 'identity_version', nullable: true })
  identityVersion!: number | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'authorized_at', default: () => 'now()' })
  authorizedAt!: Date;

  /** The person's `consent_epoch` at the decision: once that has risen, the grant is void. Not used for a service. */
  @Column('integer', { name: 'consent_epoch', default: 1 })
  consentEpoch!: number;

  @Column({ type: 'timestamptz', precision: 3, name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  @Column('text', { name: 'revoked_reason', nullable: true })
  revokedReason!: string | null;
}
