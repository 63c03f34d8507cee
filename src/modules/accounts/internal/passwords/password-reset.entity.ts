import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { UserEntity } from '../user.entity.js';

@Entity('password_resets')
@Index('ux_password_resets_token', ['tokenHash'], { unique: true })
@Index('ix_password_resets_expiry', ['expiresAt'])
export class PasswordResetEntity {
  @PrimaryColumn('uuid', { name: 'user_id', primaryKeyConstraintName: 'pk_password_resets' })
  @ForeignKey(() => UserEntity, { name: 'fk_password_resets_user', onDelete: 'CASCADE' })
  userId!: string;

  @Column('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
