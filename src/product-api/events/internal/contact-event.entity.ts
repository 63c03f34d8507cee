import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** An event of a contact. Never changed. The composite key prevents a reference to another project's contact. */
@Entity('contact_events')
@ForeignKey('contacts', ['projectId', 'contactId'], ['projectId', 'id'], {
  name: 'fk_contact_events_contact',
  onDelete: 'CASCADE',
})
@Index('ux_contact_events_event', ['projectId', 'dataSourceId', 'eventId'], { unique: true })
@Index('ix_contact_events_contact', ['projectId', 'contactId', 'occurredAt'])
@Index('ix_contact_events_occurred', ['projectId', 'occurredAt', 'id'])
@Index('ix_contact_events_received', ['projectId', 'receivedAt', 'id'])
@Index('ix_contact_events_type', ['projectId', 'type', 'occurredAt', 'id'])
export class ContactEventEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_contact_events' })
  id!: string;

  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  @Column('uuid', { name: 'contact_id' })
  contactId!: string;

  /** Null: of no source. */
  @Column('uuid', { name: 'data_source_id', nullable: true })
  dataSourceId!: string | null;

  /** The source's own id of the event, by which repeats are recognised. */
  @Column('text', { name: 'event_id' })
  eventId!: string;

  @Column('text')
  type!: string;

  @Column('jsonb', { default: {} })
  parameters!: Record<string, unknown>;

  @Column({ type: 'timestamptz', precision: 3, name: 'occurred_at' })
  occurredAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'received_at', default: () => 'now()' })
  receivedAt!: Date;
}
