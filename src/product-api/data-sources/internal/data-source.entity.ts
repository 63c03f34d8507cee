import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { isOneOf } from '../../../platform/database/entity-columns.js';

export const DATA_SOURCE_TYPES = ['api', 'import', 'connector'] as const;

/** Where contacts and events of a project come from. */
@Entity('data_sources')
@Check('ck_data_sources_type', isOneOf('type', DATA_SOURCE_TYPES))
@ForeignKey('projects', ['projectId'], ['id'], {
  name: 'fk_data_sources_project',
  onDelete: 'CASCADE',
})
@Index('ix_data_sources_project', ['projectId', 'createdAt', 'id'])
export class DataSourceEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_data_sources' })
  id!: string;

  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text')
  type!: (typeof DATA_SOURCE_TYPES)[number];

  @Column('text', { name: 'audience_tags', array: true, default: '{}' })
  audienceTags!: string[];

  @Column('text', { array: true, default: '{}' })
  tags!: string[];

  /** ISO 3166-1 alpha-2: of telephone numbers without a country code. */
  @Column('text', { name: 'default_country' })
  defaultCountry!: string;

  /** BCP 47. */
  @Column('text')
  locale!: string;

  /** IANA name. */
  @Column('text')
  timezone!: string;

  /** From 1 to 100. A value of a contact is not replaced by a source with a lower one. */
  @Column('integer')
  priority!: number;

  /** Whether an unknown attribute becomes a spec. */
  @Column('boolean', { name: 'auto_create', default: false })
  autoCreate!: boolean;

  /** Whether an event of an unknown user makes a contact. */
  @Column('boolean', { name: 'create_missing', default: false })
  createMissing!: boolean;

  /** Whether a fixed line is accepted as a telephone number. */
  @Column('boolean', { name: 'allow_non_mobile', default: false })
  allowNonMobile!: boolean;

  /** Accepted, without the receipts of the last minute. */
  @Column('bigint', { name: 'received_contacts', default: 0 })
  contactsReceived!: string;

  @Column('bigint', { name: 'received_events', default: 0 })
  eventsReceived!: string;

  /** Items that were refused. */
  @Column('bigint', { name: 'errored', default: 0 })
  itemsErrored!: string;

  @Column({
    ...{ type: 'timestamptz', precision: 3, name: 'last_contact_received_at', nullable: true },
  })
  lastContactReceivedAt!: Date | null;

  @Column({
    ...{ type: 'timestamptz', precision: 3, name: 'last_event_received_at', nullable: true },
  })
  lastEventReceivedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
