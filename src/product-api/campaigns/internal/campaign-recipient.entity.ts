import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/**
 * A contact who is still to get a message of a campaign. The transaction that enqueues the message, or refuses it, deletes
 * the row: who has been texted is in `sms_messages`.
 */
@Entity('campaign_recipients')
@ForeignKey('campaigns', ['projectId', 'campaignId'], ['projectId', 'id'], {
  name: 'fk_campaign_recipients_campaign',
  onDelete: 'CASCADE',
})
@ForeignKey('contacts', ['projectId', 'contactId'], ['projectId', 'id'], {
  name: 'fk_campaign_recipients_contact',
  onDelete: 'CASCADE',
})
@Index('ix_campaign_recipients_due', ['projectId', 'campaignId', 'dueAt', 'contactId'])
@Index('ix_campaign_recipients_contact', ['projectId', 'contactId'])
export class CampaignRecipientEntity {
  @PrimaryColumn('uuid', {
    name: 'campaign_id',
    primaryKeyConstraintName: 'pk_campaign_recipients',
  })
  campaignId!: string;

  @PrimaryColumn('uuid', {
    name: 'contact_id',
    primaryKeyConstraintName: 'pk_campaign_recipients',
  })
  contactId!: string;

  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  /** Not before. */
  @Column({ type: 'timestamptz', precision: 3, name: 'due_at' })
  dueAt!: Date;
}
