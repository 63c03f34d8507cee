import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The personal side of an event. Erasing the row leaves the event whole: it only carries the commitment. */
@Entity('audit_pii')
export class AuditPiiEntity {
  @PrimaryColumn('uuid', { name: 'event_id', primaryKeyConstraintName: 'pk_audit_pii' })
  eventId!: string;

  @Column('bytea')
  salt!: Buffer;

  @Column('jsonb')
  fields!: Record<string, string>;
}
