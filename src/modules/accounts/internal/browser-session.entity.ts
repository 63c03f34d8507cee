import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { UserEntity } from './user.entity.js';

@Entity('browser_sessions')
@Index('ux_browser_sessions_token', ['tokenHash'], { unique: true })
@Index('ix_browser_sessions_user', ['userId'])
@Index('ix_browser_sessions_expiry', ['expiresAt'])
@Check('ck_browser_sessions_password', '(user_id IS NULL) = (password_epoch IS NULL)')
export class BrowserSessionEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_browser_sessions' })
  id!: string;

  @Column('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  @Column('text', { name: 'csrf_token' })
  csrfToken!: string;

  @Column('uuid', { name: 'user_id', nullable: true })
  @ForeignKey(() => UserEntity, { name: 'fk_browser_sessions_user', onDelete: 'CASCADE' })
  userId!: string | null;

  @Column('timestamptz', { name: 'authenticated_at', nullable: true })
  authenticatedAt!: Date | null;

  /** Path on this server that required the sign-in; null if none did. */
  @Column('text', { name: 'signed_in_for', nullable: true })
  signedInFor!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  /** The person's `password_epoch` at sign-in; null while nobody is signed in. */
  @Column('integer', { name: 'password_epoch', nullable: true })
  passwordEpoch!: number | null;

  /** Signed out, replaced by another session, or ended by a new password. */
  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
