import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** Reads and writes go through `AuthorizationRequests`; this keeps the schema honest. */
@Entity('authorization_requests')
@Index('ix_authorization_requests_session', ['sessionId'])
@Index('ix_authorization_requests_user', ['userId'])
@Index('ix_authorization_requests_client', ['clientId'])
@Index('ix_authorization_requests_arrival', ['arrivalId'])
@Index('ix_authorization_requests_expiry', ['expiresAt'])
export class AuthorizationRequestEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_authorization_requests' })
  id!: string;

  @ForeignKey('browser_sessions', {
    name: 'fk_authorization_requests_session',
    onDelete: 'CASCADE',
  })
  @Column('uuid', { name: 'session_id' })
  sessionId!: string;

  @ForeignKey('users', { name: 'fk_authorization_requests_user', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @ForeignKey('clients', { name: 'fk_authorization_requests_client', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'client_id' })
  clientId!: string;

  @Column('text', { name: 'redirect_uri' })
  redirectUri!: string;

  @Column('text')
  installation!: string;

  @Column('text', { nullable: true })
  state!: string | null;

  @Column('text', { array: true })
  scopes!: string[];

  @Column('text')
  resource!: string;

  @Column('text', { name: 'code_challenge' })
  codeChallenge!: string;

  @Column('text', { nullable: true })
  nonce!: string | null;

  /** When the person last gave their password: `auth_time` of OpenID Connect. */
  @Column('timestamptz', { name: 'auth_time' })
  authTime!: Date;

  @Column('text', { name: 'dpop_jkt', nullable: true })
  dpopJkt!: string | null;

  /** The page says that access persists. */
  @Column('boolean')
  refreshable!: boolean;

  /** Which of the identities of its client is shown. */
  @Column('integer', { name: 'identity_version' })
  identityVersion!: number;

  @ForeignKey('authorization_arrivals', {
    name: 'fk_authorization_requests_arrival',
    onDelete: 'CASCADE',
  })
  @Column('uuid', { name: 'arrival_id' })
  arrivalId!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt!: Date | null;

  /** SHA-256 of what was decided on the page: the same again is a second click, and anything else is not. */
  @Column('bytea', { name: 'decision_hash', nullable: true })
  decisionHash!: Buffer | null;

  /** 256 random bits, of which, with our key, its code is made. */
  @Column('bytea', { name: 'code_nonce' })
  codeNonce!: Buffer;
}
