import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A person tries the authorization flow of an app: one trial of each at a time. */
@Entity('flow_trials')
@ForeignKey('clients', ['clientId'], ['id'], {
  name: 'fk_flow_trials_client',
  onDelete: 'CASCADE',
})
@ForeignKey('users', ['userId'], ['id'], { name: 'fk_flow_trials_user', onDelete: 'CASCADE' })
@Index('ix_flow_trials_user', ['userId'])
@Index('ix_flow_trials_expiry', ['expiresAt'])
export class FlowTrialEntity {
  @PrimaryColumn('uuid', { name: 'client_id', primaryKeyConstraintName: 'pk_flow_trials' })
  clientId!: string;

  @PrimaryColumn('uuid', { name: 'user_id', primaryKeyConstraintName: 'pk_flow_trials' })
  userId!: string;

  /** `state` and the code verifier. */
  @Column('text')
  sealed!: string;

  @Column('text', { name: 'redirect_uri' })
  redirectUri!: string;

  /** Empty if the request has none. */
  @Column('text')
  scope!: string;

  /** Resource indicator (RFC 8707). */
  @Column('text')
  resource!: string;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
