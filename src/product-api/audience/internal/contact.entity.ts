import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A person in the audience of one project. Of a deleted one the row remains, without personal data. */
@Entity('contacts')
@ForeignKey('projects', ['projectId'], ['id'], { name: 'fk_contacts_project', onDelete: 'CASCADE' })
@Index('ux_contacts_user', ['projectId', 'userId'], { unique: true })
@Index('ux_contacts_project_id', ['projectId', 'id'], { unique: true })
@Index('ix_contacts_phone', ['projectId', 'phoneMobile'])
@Index('ix_contacts_email', ['projectId', 'email'], { where: 'email IS NOT NULL' })
@Index('ix_contacts_created', ['projectId', 'createdAt', 'id'])
@Index('ix_contacts_updated', ['projectId', 'updatedAt', 'id'])
@Index('ix_contacts_attributes', { synchronize: false })
export class ContactEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_contacts' })
  id!: string;

  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  /** The customer's own id of the person. */
  @Column('text', { name: 'user_id' })
  userId!: string;

  @Column('text', { name: 'first_name', nullable: true })
  firstName!: string | null;

  @Column('text', { name: 'last_name', nullable: true })
  lastName!: string | null;

  @Column('text', { nullable: true })
  email!: string | null;

  /** E.164. */
  @Column('text', { name: 'phone_mobile', nullable: true })
  phoneMobile!: string | null;

  /** ISO 3166-1 alpha-2. */
  @Column('text', { nullable: true })
  country!: string | null;

  /** BCP 47. */
  @Column('text', { nullable: true })
  language!: string | null;

  /** From the customer's data; null is unknown. */
  @Column('boolean', { name: 'accepts_marketing_sms', nullable: true })
  acceptsMarketingSms!: boolean | null;

  @Column('boolean', { name: 'accepts_marketing_email', nullable: true })
  acceptsMarketingEmail!: boolean | null;

  @Column('boolean', { name: 'accepts_marketing_whatsapp', nullable: true })
  acceptsMarketingWhatsapp!: boolean | null;

  /** Of this platform; the unsubscribe link clears it. */
  @Column('boolean', { name: 'is_subscribed_sms', default: true })
  isSubscribedSms!: boolean;

  @Column('boolean', { name: 'is_subscribed_email', default: true })
  isSubscribedEmail!: boolean;

  /** Since when nothing is sent to `phoneMobile`: it replied STOP, or a contact with it was erased. */
  @Column({ type: 'timestamptz', precision: 3, name: 'sms_blocked_at', nullable: true })
  smsBlockedAt!: Date | null;

  @Column('boolean', { name: 'is_subscribed_whatsapp', default: true })
  isSubscribedWhatsapp!: boolean;

  /** When the person registered with the customer. */
  @Column({ type: 'timestamptz', precision: 3, name: 'registered_at', nullable: true })
  registeredAt!: Date | null;

  /** When a data source first brought the contact. */
  @Column({ type: 'timestamptz', precision: 3, name: 'imported_at', nullable: true })
  importedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'seen_at', nullable: true })
  seenAt!: Date | null;

  /** Names of the customer's own lists. */
  @Column('text', { name: 'client_lists', array: true, default: '{}' })
  clientLists!: string[];

  @Column('text', { name: 'client_tags', array: true, default: '{}' })
  clientTags!: string[];

  /** The customer's own fields. */
  @Column('jsonb', { default: {} })
  attributes!: Record<string, unknown>;

  /** The source that it came from; it has all values that `fieldSources` does not name. Null if none brought it. */
  @Column('uuid', { name: 'data_source_id', nullable: true })
  dataSourceId!: string | null;

  /** Sources of values by attribute, where another source brought the contact. */
  @Column('jsonb', { name: 'field_sources', default: {} })
  fieldSources!: Readonly<Record<string, string>>;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'deleted_at', nullable: true })
  deletedAt!: Date | null;
}
