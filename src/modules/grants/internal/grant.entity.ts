import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { GrantKind } from '../grant.js';

/** A person's or a service's, client, resource and installation: the root every code and token hangs from. */
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

  /** Null for a service, which stands for nobody. */
  @ForeignKey('users', { name: 'fk_grants_user' })
  @Column('uuid', { name: 'user_id', nullable: true })
  userId!: string | null;

  @ForeignKey('clients', { name: 'fk_grants_client' })
  @Column('uuid', { name: 'client_id' })
  clientId!: string;

  @Column('text')
  resource!: string;

  /** Null for a service, whose tokens go nowhere but to itself. */
  @Column('text', { nullable: true })
  installation!: string | null;

  @Column('text', { name: 'account_scopes', array: true, default: () => "'{}'" })
  accountScopes!: string[];

  /** Since when, without a break, the person was told that access persists; null if it does not. Older refresh tokens are dead. */
  @Column('timestamptz', { name: 'refreshable_since', nullable: true })
  refreshableSince!: Date | null;

  /** To which of the identities of its client the person said yes; null if nobody knows, and for a service. */
  @Column('integer', { name: 'identity_version', nullable: true })
  identityVersion!: number | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'authorized_at', default: () => 'now()' })
  authorizedAt!: Date;

  /** The person's `consent_epoch` when they decided: once that has risen, the grant is void. Says nothing of a service. */
  @Column('integer', { name: 'consent_epoch', default: 1 })
  consentEpoch!: number;

  @Column({ type: 'timestamptz', precision: 3, name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  @Column('text', { name: 'revoked_reason', nullable: true })
  revokedReason!: string | null;
}
