import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** Read and written by `StoredRequests` and `AuthorizationRequests`; the drift test compares it with the schema. */
@Entity('authorization_requests')
@Check('ck_authorization_requests_state', `state IN ('pushed', 'received', 'pending', 'decided')`)
@Check(
  'ck_authorization_requests_bound',
  `state IN ('pushed', 'received') OR num_nonnulls(user_id, client_id, redirect_uri, installation, scopes, resource,
    auth_time, refreshable, identity_version, code_nonce) = 10`,
)
@Check('ck_authorization_requests_decided', `(state = 'decided') = (decided_at IS NOT NULL)`)
@Index('ix_authorization_requests_first', ['firstId'])
@Index('ix_authorization_requests_uri', ['uriHash'], { where: 'uri_hash IS NOT NULL' })
@Index('ux_authorization_requests_decided_uri', ['uriHash'], {
  unique: true,
  where: `state = 'decided'`,
})
@Index('ix_authorization_requests_session', ['sessionId'])
@Index('ix_authorization_requests_chosen_session', ['chosenSessionId'])
@Index('ix_authorization_requests_user', ['userId'])
@Index('ix_authorization_requests_client', ['clientId'])
@Index('ix_authorization_requests_expiry', ['expiresAt'], {
  where: `state IN ('pending', 'decided')`,
})
@Index('ix_authorization_requests_unbound_expiry', ['expiresAt'], {
  where: `state IN ('pushed', 'received')`,
})
export class AuthorizationRequestEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_authorization_requests' })
  id!: string;

  /** The row in which the request was first stored; a bound request opened again gets a row of its own. */
  @Column('uuid', { name: 'first_id' })
  firstId!: string;

  @Column('text')
  state!: string;

  /** Form-encoded, as sent, without client credentials. */
  @Column('text')
  parameters!: string;

  /** SHA-256 of the `request_uri` of a pushed request. */
  @Column('bytea', { name: 'uri_hash', nullable: true })
  uriHash!: Buffer | null;

  /** The browser session in which the person confirmed the account. */
  @ForeignKey('browser_sessions', {
    name: 'fk_authorization_requests_chosen_session',
    onDelete: 'SET NULL',
  })
  @Column('uuid', { name: 'chosen_session_id', nullable: true })
  chosenSessionId!: string | null;

  @ForeignKey('browser_sessions', {
    name: 'fk_authorization_requests_session',
    onDelete: 'SET NULL',
  })
  @Column('uuid', { name: 'session_id', nullable: true })
  sessionId!: string | null;

  @ForeignKey('users', { name: 'fk_authorization_requests_user', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'user_id', nullable: true })
  userId!: string | null;

  @ForeignKey('clients', { name: 'fk_authorization_requests_client', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'client_id', nullable: true })
  clientId!: string | null;

  @Column('text', { name: 'redirect_uri', nullable: true })
  redirectUri!: string | null;

  @Column('text', { nullable: true })
  installation!: string | null;

  @Column('text', { array: true, nullable: true })
  scopes!: string[] | null;

  @Column('text', { nullable: true })
  resource!: string | null;

  /** Time of the last sign-in with a password: `auth_time` of OpenID Connect. */
  @Column('timestamptz', { name: 'auth_time', nullable: true })
  authTime!: Date | null;

  /** The page said that access persists. */
  @Column('boolean', { nullable: true })
  refreshable!: boolean | null;

  /** The identity version of the client that is shown. */
  @Column('integer', { name: 'identity_version', nullable: true })
  identityVersion!: number | null;

  /** 256 random bits from which, with the server key, the code is derived. */
  @Column('bytea', { name: 'code_nonce', nullable: true })
  codeNonce!: Buffer | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  /** When the present state expires. */
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt!: Date | null;

  /** SHA-256 of the decision on the page: the same form again is a second click; another one is refused. */
  @Column('bytea', { name: 'decision_hash', nullable: true })
  decisionHash!: Buffer | null;
}
