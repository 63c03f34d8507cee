import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A request as a browser brought it, while its person signs in or changes account. */
@Entity('authorization_arrivals')
@Index('ix_authorization_arrivals_pushed', ['pushedRequestId'])
@Index('ix_authorization_arrivals_chosen_session', ['chosenSessionId'])
@Index('ix_authorization_arrivals_expiry', ['expiresAt', 'id'])
export class AuthorizationArrivalEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_authorization_arrivals' })
  id!: string;

  /** Form-encoded, as the app wrote them. */
  @Column('text')
  parameters!: string;

  @ForeignKey('pushed_requests', {
    name: 'fk_authorization_arrivals_pushed',
    onDelete: 'CASCADE',
  })
  @Column('uuid', { name: 'pushed_request_id', nullable: true })
  pushedRequestId!: string | null;

  @Column('timestamptz', { name: 'arrived_at', default: () => 'now()' })
  arrivedAt!: Date;

  /** The browser in which the person said that the account is the right one. */
  @ForeignKey('browser_sessions', {
    name: 'fk_authorization_arrivals_chosen_session',
    onDelete: 'SET NULL',
  })
  @Column('uuid', { name: 'chosen_session_id', nullable: true })
  chosenSessionId!: string | null;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
