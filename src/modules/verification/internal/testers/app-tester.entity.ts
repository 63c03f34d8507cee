import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** `invited`: by the developer. `accepted`: by the person. `removed`: declined, or removed by either. */
export type TesterState = 'invited' | 'accepted' | 'removed';

/** A person whom the developer of an app has named as its tester. */
@Entity('app_testers')
@Check(
  'ck_app_testers_state',
  `CASE state WHEN 'invited' THEN user_id IS NULL WHEN 'accepted' THEN user_id IS NOT NULL ELSE state = 'removed' END`,
)
@Index('ux_app_testers_live', ['clientId', 'email'], { unique: true, where: `state <> 'removed'` })
@Index('ix_app_testers_client', ['clientId'])
@Index('ix_app_testers_user', ['userId'])
@Index('ix_app_testers_email', ['email'], { where: `state = 'invited'` })
@Index('ix_app_testers_removed', ['stateChangedAt'], { where: `state = 'removed'` })
@Index('ix_app_testers_invited', ['invitedAt'], { where: `state = 'invited'` })
export class AppTesterEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_app_testers' })
  id!: string;

  @ForeignKey('clients', { name: 'fk_app_testers_client', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'client_id' })
  clientId!: string;

  /** In normalised form: the address that was invited. */
  @Column('text')
  email!: string;

  /** Who accepted. */
  @ForeignKey('users', { name: 'fk_app_testers_user', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'user_id', nullable: true })
  userId!: string | null;

  @Column('text', { default: 'invited' })
  state!: TesterState;

  @Column('timestamptz', { name: 'invited_at', default: () => 'now()' })
  invitedAt!: Date;

  @Column('timestamptz', { name: 'state_changed_at', default: () => 'now()' })
  stateChangedAt!: Date;
}
