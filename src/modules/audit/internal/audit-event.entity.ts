import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { AuditActor, AuditTarget } from '../audit-event.js';

/** Written by `AuditLog` only; never changed. */
@Entity('audit_events')
@Check('ck_audit_events_outcome', `outcome IN ('succeeded', 'refused')`)
@Index('ix_audit_events_project', ['projectId', 'recordedAt'], {
  where: '"project_id" IS NOT NULL',
})
@Index('ix_audit_events_type', ['projectId', 'type', 'recordedAt'], {
  where: '"project_id" IS NOT NULL',
})
@Index('ix_audit_events_actor', { synchronize: false })
@Index('ix_audit_events_credential', { synchronize: false })
export class AuditEventEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_audit_events' })
  id!: string;

  @Column('bigint', { default: () => 'transaction_number()' })
  xid!: string;

  @Column('uuid', { name: 'project_id', nullable: true })
  projectId!: string | null;

  @Column('text')
  type!: string;

  @Column('jsonb')
  actor!: AuditActor;

  @Column('jsonb')
  target!: AuditTarget;

  @Column('text')
  outcome!: 'succeeded' | 'refused';

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('jsonb', { default: {} })
  context!: Record<string, unknown>;

  @Column('bytea', { name: 'pii_commit', nullable: true })
  piiCommit!: Buffer | null;

  @Column('text', { name: 'request_id', nullable: true })
  requestId!: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'clock_timestamp()' })
  recordedAt!: Date;
}
