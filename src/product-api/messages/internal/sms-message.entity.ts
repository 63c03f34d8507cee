import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { isOneOf } from '../../../platform/database/entity-columns.js';
import { SMS_STATUSES, type SmsStatus } from '../message-status.js';
import { ORIGINS, PURPOSES, type OriginKind, type Purpose } from '../message-kinds.js';
import type { SmsEncoding } from '../sms-text.js';

const CHARGES = ['none', 'reserved', 'captured', 'released'] as const;

/** A step of a message. */
export interface StatusChange {
  readonly status: SmsStatus;
  readonly code: string | null;
  /** RFC 3339. */
  readonly at: string;
}

/** One text message. Nothing that changes is in an index: what waits is in `sms_queue`. */
@Entity('sms_messages')
@Check('ck_sms_messages_encoding', isOneOf('encoding', ['gsm7', 'ucs2']))
@Check('ck_sms_messages_purpose', isOneOf('purpose', PURPOSES))
@Check('ck_sms_messages_charge', isOneOf('charge', CHARGES))
@Check('ck_sms_messages_status', isOneOf('status', SMS_STATUSES))
@Check('ck_sms_messages_origin', isOneOf('origin_kind', ORIGINS))
@ForeignKey('contacts', ['projectId', 'contactId'], ['projectId', 'id'], {
  name: 'fk_sms_messages_contact',
  onDelete: 'CASCADE',
})
@Index('ux_sms_messages_dedupe', ['projectId', 'dedupeKey'], {
  unique: true,
  where: 'dedupe_key IS NOT NULL',
})
@Index('ix_sms_messages_created', ['projectId', 'createdAt', 'id'])
@Index('ix_sms_messages_contact', ['projectId', 'contactId', 'createdAt', 'id'])
@Index('ix_sms_messages_origin', ['projectId', 'originId', 'originIndex', 'createdAt', 'id'], {
  where: 'origin_id IS NOT NULL',
})
@Index('ix_sms_messages_utm', ['projectId', 'utmTerm', 'createdAt', 'id'], {
  where: 'utm_term IS NOT NULL',
})
export class SmsMessageEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_sms_messages' })
  id!: string;

  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  @Column('uuid', { name: 'contact_id' })
  contactId!: string;

  @Column('uuid', { name: 'sender_id', nullable: true })
  senderId!: string | null;

  /** From the contact. */
  @Column('boolean', { default: false })
  inbound!: boolean;

  /** What the recipient sees; of an inbound message the number of the contact. Null once erased. */
  @Column('text', { name: 'sender_address', nullable: true })
  senderAddress!: string | null;

  /** E.164. Null once erased. */
  @Column('text', { nullable: true })
  recipient!: string | null;

  /** ISO 3166-1 alpha-2, of the recipient's number. */
  @Column('text', { nullable: true })
  country!: string | null;

  /** As it was given, rendered. Null once erased. */
  @Column('text', { nullable: true })
  text!: string | null;

  /** As it goes out; null if it is `text`. */
  @Column('text', { name: 'delivered_text', nullable: true })
  deliveredText!: string | null;

  @Column('text')
  encoding!: SmsEncoding;

  @Column('boolean', { name: 'allow_unicode', default: false })
  allowUnicode!: boolean;

  @Column('integer', { name: 'chars_count' })
  charsCount!: number;

  /** Parts. */
  @Column('integer', { name: 'messages_count' })
  messagesCount!: number;

  @Column('text')
  purpose!: Purpose;

  /** Millionths, of a part. */
  @Column('bigint', { name: 'price_per_sms', default: 0 })
  pricePerSms!: string;

  @Column('bigint', { default: 0 })
  price!: string;

  @Column('text', { default: 'none' })
  charge!: (typeof CHARGES)[number];

  @Column('text')
  status!: SmsStatus;

  @Column('text', { name: 'status_code', nullable: true })
  statusCode!: string | null;

  @Column('jsonb', { name: 'status_history', default: [] })
  statusHistory!: StatusChange[];

  @Column('text', { name: 'origin_kind' })
  origin!: OriginKind;

  /** Of a campaign or automation. */
  @Column('uuid', { name: 'origin_id', nullable: true })
  originId!: string | null;

  /** Which of its messages. */
  @Column('integer', { name: 'origin_index', nullable: true })
  originIndex!: number | null;

  /** Two messages never have the same. */
  @Column('text', { name: 'dedupe_key', nullable: true })
  dedupeKey!: string | null;

  /** The caller's own id. */
  @Column('text', { name: 'client_id', nullable: true })
  clientId!: string | null;

  @Column('text', { name: 'utm_term', nullable: true })
  utmTerm!: string | null;

  /** The grant under which it was sent. */
  @Column('uuid', { name: 'grant_id', nullable: true })
  grantId!: string | null;

  @Column('uuid', { name: 'api_token_id', nullable: true })
  apiTokenId!: string | null;

  /** Nothing leaves this server, and nothing is charged. */
  @Column('boolean', { name: 'test_mode', default: false })
  testMode!: boolean;

  @Column('text')
  gateway!: string;

  /** The carrier's id. */
  @Column('text', { name: 'provider_id', nullable: true })
  providerId!: string | null;

  /** How long the carrier may try. */
  @Column('integer', { name: 'valid_seconds', nullable: true })
  validSeconds!: number | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'scheduled_at', nullable: true })
  scheduledAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'sent_at', nullable: true })
  sentAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'delivered_at', nullable: true })
  deliveredAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
