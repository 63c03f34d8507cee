import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { isOneOf } from '../../../platform/database/entity-columns.js';

const CAMPAIGN_STATUSES = [
  'draft',
  'scheduled',
  'sending',
  'paused',
  'sent',
  'unpaid',
  'cancelled',
  'archived',
] as const;

/** One message to many contacts at one time. */
@Entity('campaigns')
@Check('ck_campaigns_status', isOneOf('status', CAMPAIGN_STATUSES))
@ForeignKey('projects', ['projectId'], ['id'], {
  name: 'fk_campaigns_project',
  onDelete: 'CASCADE',
})
@ForeignKey('senders', ['projectId', 'senderId'], ['projectId', 'id'], {
  name: 'fk_campaigns_sender',
})
@Index('ix_campaigns_project', ['projectId', 'campaignAt'])
@Index('ix_campaigns_sender', ['projectId', 'senderId'])
export class CampaignEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_campaigns' })
  id!: string;

  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  @Column('text')
  title!: string;

  @Column('text')
  status!: (typeof CAMPAIGN_STATUSES)[number];

  @Column('uuid', { name: 'sender_id', nullable: true })
  senderId!: string | null;

  @Column('text')
  text!: string;

  @Column({ type: 'timestamptz', precision: 3, name: 'campaign_at', nullable: true })
  campaignAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
