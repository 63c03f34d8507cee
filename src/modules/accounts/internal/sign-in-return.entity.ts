import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { BrowserSessionEntity } from './browser-session.entity.js';

@Entity('sign_in_returns')
@Index('ix_sign_in_returns_session', ['sessionId'])
@Index('ix_sign_in_returns_expiry', ['expiresAt'])
export class SignInReturnEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_sign_in_returns' })
  id!: string;

  @Column('uuid', { name: 'session_id' })
  @ForeignKey(() => BrowserSessionEntity, {
    name: 'fk_sign_in_returns_session',
    onDelete: 'CASCADE',
  })
  sessionId!: string;

  @Column('text')
  path!: string;

  /** The person must sign in after `createdAt`, even if they are signed in. */
  @Column('boolean', { default: false })
  fresh!: boolean;

  /** Prefills the form. */
  @Column('text', { name: 'email_hint', nullable: true })
  emailHint!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
