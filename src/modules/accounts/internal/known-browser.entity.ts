import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { UserEntity } from './user.entity.js';

@Entity('known_browsers')
@Index('ix_known_browsers_user', ['userId'])
@Index('ix_known_browsers_expiry', ['expiresAt'])
export class KnownBrowserEntity {
  @PrimaryColumn('bytea', { name: 'token_hash', primaryKeyConstraintName: 'pk_known_browsers' })
  tokenHash!: Buffer;

  @PrimaryColumn('uuid', { name: 'user_id', primaryKeyConstraintName: 'pk_known_browsers' })
  @ForeignKey(() => UserEntity, { name: 'fk_known_browsers_user', onDelete: 'CASCADE' })
  userId!: string;

  /**
   * The person's `password_epoch` when they signed in or set the password; once theirs has risen, the browser is
   * unknown again.
   */
  @Column('integer', { name: 'password_epoch', default: 1 })
  passwordEpoch!: number;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
