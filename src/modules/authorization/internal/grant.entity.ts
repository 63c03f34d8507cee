import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** User, client, resource and installation: the root every code and token hangs from. */
@Entity('grants')
@Index('ux_grants_live', ['userId', 'clientId', 'resource', 'installation'], {
  unique: true,
  where: 'revoked_at IS NULL',
})
@Index('ix_grants_client', ['clientId'])
@Index('ix_grants_user', ['userId'])
@Check('ck_grants_revoked', `(revoked_at IS NULL) = (revoked_reason IS NULL)`)
export class GrantEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_grants' })
  id!: string;

  @ForeignKey('users', { name: 'fk_grants_user' })
  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @ForeignKey('clients', { name: 'fk_grants_client' })
  @Column('uuid', { name: 'client_id' })
  clientId!: string;

  @Column('text')
  resource!: string;

  @Column('text')
  installation!: string;

  @Column('text', { name: 'account_scopes', array: true, default: () => "'{}'" })
  accountScopes!: string[];

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'authorized_at', default: () => 'now()' })
  authorizedAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  @Column('text', { name: 'revoked_reason', nullable: true })
  revokedReason!: string | null;
}
