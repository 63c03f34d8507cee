import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('users')
@Check('ck_users_email_lower', 'email = lower(email)')
@Index('ux_users_email', ['email'], { unique: true })
export class UserEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_users' })
  id!: string;

  @Column('text')
  email!: string;

  @Column('text')
  name!: string;

  /** When the address was verified; null until then. */
  @Column('timestamptz', { name: 'email_verified_at', nullable: true })
  emailVerifiedAt!: Date | null;

  @Column('text', { name: 'picture_url', nullable: true })
  pictureUrl!: string | null;

  @Column('text', { name: 'password_hash' })
  passwordHash!: string;

  /** Rises with every new password: a browser session is valid while it equals the session's. */
  @Column('integer', { name: 'password_epoch', default: 1 })
  passwordEpoch!: number;

  /** Rises when every grant of the person is voided: a grant is valid while it equals the grant's. */
  @Column('integer', { name: 'consent_epoch', default: 1 })
  consentEpoch!: number;

  /** Works for the operator: may open the pages of staff. */
  @Column('boolean', { name: 'is_staff', default: false })
  isStaff!: boolean;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt!: Date | null;
}
