import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { AuditActor } from '../../../modules/audit/audit-event.js';
import { isOneOf } from '../../../platform/database/entity-columns.js';
import {
  CONSENT_CHANNELS,
  CONSENT_SOURCES,
  type ConsentChannel,
  type ConsentSource,
} from '../consent.js';

/** One change of a subscription flag. Never changed; deleted with the contact's data. */
@Entity('consent_changes')
@ForeignKey('contacts', ['projectId', 'contactId'], ['projectId', 'id'], {
  name: 'fk_consent_changes_contact',
  onDelete: 'CASCADE',
})
@Check('ck_consent_changes_channel', isOneOf('channel', CONSENT_CHANNELS))
@Check('ck_consent_changes_source', isOneOf('source', CONSENT_SOURCES))
@Index('ix_consent_changes_contact', ['projectId', 'contactId', 'createdAt'])
@Index('ix_consent_changes_created', ['createdAt'])
@Index('ix_consent_changes_project', ['projectId', 'createdAt'])
export class ConsentChangeEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_consent_changes' })
  id!: string;

  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  @Column('uuid', { name: 'contact_id' })
  contactId!: string;

  @Column('text')
  channel!: ConsentChannel;

  @Column('boolean')
  subscribed!: boolean;

  @Column('text')
  source!: ConsentSource;

  /** As in audit events. */
  @Column('jsonb')
  actor!: AuditActor;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('text', { name: 'utm_source', nullable: true })
  utmSource!: string | null;

  @Column('text', { name: 'utm_medium', nullable: true })
  utmMedium!: string | null;

  @Column('text', { name: 'utm_campaign', nullable: true })
  utmCampaign!: string | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
