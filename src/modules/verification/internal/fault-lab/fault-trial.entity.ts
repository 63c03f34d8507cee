import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { TrialState } from '../../fault-lab/fault-trial.js';
import type { Fault, FaultFailure, FaultPlace } from '../../fault-lab/faults.js';

/** The last trial of each fault by an app. */
@Entity('fault_trials')
@ForeignKey('clients', ['clientId'], ['id'], {
  name: 'fk_fault_trials_client',
  onDelete: 'CASCADE',
})
@ForeignKey('users', ['personId'], ['id'], {
  name: 'fk_fault_trials_person',
  onDelete: 'SET NULL',
})
@Check('ck_fault_trials_state', `state IN ('waiting', 'renewed', 'survived', 'failed')`)
@Check('ck_fault_trials_place', `place IN ('api', 'token')`)
@Check('ck_fault_trials_reason', `(state = 'failed') = (reason IS NOT NULL)`)
@Index('ux_fault_trials_id', ['id'], { unique: true })
@Index('ix_fault_trials_person', ['personId'])
@Index('ix_fault_trials_open', ['endsAt'], { where: `state IN ('waiting', 'renewed')` })
export class FaultTrialEntity {
  @PrimaryColumn('uuid', { name: 'client_id', primaryKeyConstraintName: 'pk_fault_trials' })
  clientId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_fault_trials' })
  fault!: Fault;

  /** Another one for each trial, so that a verdict on an earlier one changes nothing. */
  @Column('uuid')
  id!: string;

  /** Of the app that was tried. */
  @Column('integer', { name: 'identity_version' })
  identityVersion!: number;

  @Column('text')
  place!: FaultPlace;

  @Column('text', { default: 'waiting' })
  state!: TrialState;

  @Column('text', { nullable: true })
  reason!: FaultFailure | null;

  /** Not a reference: a grant that ended may be deleted before. */
  @Column('uuid', { name: 'grant_id' })
  grantId!: string;

  @Column('uuid', { name: 'person_id', nullable: true })
  personId!: string | null;

  @Column('bytea', { name: 'request_hash', nullable: true })
  requestHash!: Buffer | null;

  @Column('bytea', { name: 'key_hash', nullable: true })
  keyHash!: Buffer | null;

  @Column('boolean', { name: 'has_effect', default: false })
  hasEffect!: boolean;

  @Column('integer', { default: 0 })
  refusals!: number;

  @Column({ type: 'timestamptz', precision: 3, name: 'started_at', default: () => 'now()' })
  startedAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'ends_at' })
  endsAt!: Date;
}
