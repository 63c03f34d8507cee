import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The personal data of an event. Erasing the row does not change the event, which only has the commitment. */
@Entity('audit_pii')
export class AuditPiiEntity {
  @PrimaryColumn('uuid', { name: 'event_id', primaryKeyConstraintName: 'pk_audit_pii' })
  eventId!: string;

  @Column('bytea')
  salt!: Buffer;

  @Column('jsonb')
  fields!: Record<string, string>;
}
