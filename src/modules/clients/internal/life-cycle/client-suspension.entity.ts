import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/**
 * `suspended` and `restoring`: the present one of its app, which is in the same state. `restored`: the app works again.
 * `replaced`: the app was suspended anew while it was being restored.
 */
export const SUSPENSION_STATES = ['suspended', 'restoring', 'restored', 'replaced'] as const;

/** One suspension of an app, with what staff wrote. Kept with the app. */
@Entity('client_suspensions')
@ForeignKey('clients', ['clientId'], ['id'], {
  name: 'fk_client_suspensions_client',
  onDelete: 'CASCADE',
})
@ForeignKey('users', ['suspendedBy'], ['id'], { name: 'fk_client_suspensions_suspended_by' })
@Check('ck_client_suspensions_state', `state IN ('suspended', 'restoring', 'restored', 'replaced')`)
@Check(
  'ck_client_suspensions_ended',
  `(state IN ('restored', 'replaced')) = (ended_at IS NOT NULL)`,
)
@Index('ix_client_suspensions_client', ['clientId', 'suspendedAt'])
@Index('ix_client_suspensions_suspended_by', ['suspendedBy'], {
  where: '"suspended_by" IS NOT NULL',
})
@Index('ux_client_suspensions_open', ['clientId'], {
  unique: true,
  where: `"state" IN ('suspended', 'restoring')`,
})
export class ClientSuspensionEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_client_suspensions' })
  id!: string;

  @Column('uuid', { name: 'client_id' })
  clientId!: string;

  @Column('text', { default: 'suspended' })
  state!: (typeof SUSPENSION_STATES)[number];

  /** As staff wrote it. */
  @Column('text')
  reason!: string;

  /** Null for the command line. */
  @Column('uuid', { name: 'suspended_by', nullable: true })
  suspendedBy!: string | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'suspended_at', default: () => 'now()' })
  suspendedAt!: Date;

  /** Hashes of the secrets and thumbprints of the keys that the app had then: all must be replaced, and none counts again. */
  @Column('bytea', { array: true })
  credentials!: Buffer[];

  /** The address of its keys then: what is published there may still be those keys. */
  @Column('text', { name: 'jwks_uri', nullable: true })
  jwksUri!: string | null;

  /** All connections of before must end first, so that people are asked again. */
  @Column('boolean', { name: 'needs_consent', default: false })
  needsConsent!: boolean;

  @Column({ type: 'timestamptz', precision: 3, name: 'restoring_at', nullable: true })
  restoringAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
