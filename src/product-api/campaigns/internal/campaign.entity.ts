import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { isOneOf } from '../../../platform/database/entity-columns.js';
import type { Credential } from '../../access/principal.js';
import { CAMPAIGN_STATUSES, type CampaignStatus } from '../campaign-states.js';
import {
  CHANNELS,
  HOLD_REASONS,
  PURPOSES,
  TIMEZONE_MODES,
  type CampaignAudience,
  type CampaignEstimate,
  type CampaignOption,
  type CampaignSnapshot,
  type CampaignTally,
  type QuietHours,
} from './campaign-parts.js';

/** Messages to many contacts. */
@Entity('campaigns')
@Check('ck_campaigns_status', isOneOf('status', CAMPAIGN_STATUSES))
@Check('ck_campaigns_channel', isOneOf('channel', CHANNELS))
@Check('ck_campaigns_purpose', isOneOf('purpose', PURPOSES))
@Check('ck_campaigns_timezone_mode', isOneOf('timezone_mode', TIMEZONE_MODES))
@Check('ck_campaigns_hold_reason', isOneOf('hold_reason', HOLD_REASONS))
@ForeignKey('projects', ['projectId'], ['id'], {
  name: 'fk_campaigns_project',
  onDelete: 'CASCADE',
})
@ForeignKey('senders', ['projectId', 'senderId'], ['projectId', 'id'], {
  name: 'fk_campaigns_sender',
})
@Index('ux_campaigns_project_id', ['projectId', 'id'], { unique: true })
@Index('ix_campaigns_project', ['projectId', 'campaignAt'])
@Index('ix_campaigns_sender', ['projectId', 'senderId'])
@Index('ix_campaigns_drafts', ['projectId'], { where: "status = 'draft'" })
@Index('ix_campaigns_due', ['campaignAt'], { where: "status = 'scheduled'" })
@Index('ix_campaigns_next', ['nextAt'], { where: "status IN ('sending', 'cancelled')" })
export class CampaignEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_campaigns' })
  id!: string;

  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  @Column('text')
  title!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text', { default: CHANNELS[0] })
  channel!: (typeof CHANNELS)[number];

  @Column('text', { default: PURPOSES[0] })
  purpose!: (typeof PURPOSES)[number];

  @Column('text')
  status!: CampaignStatus;

  /** Why it is paused, if nobody paused it. */
  @Column('text', { name: 'hold_reason', nullable: true })
  holdReason!: (typeof HOLD_REASONS)[number] | null;

  @Column('jsonb')
  audience!: CampaignAudience;

  @Column('jsonb')
  options!: readonly CampaignOption[];

  /** Null: the project's default sender. */
  @Column('uuid', { name: 'sender_id', nullable: true })
  senderId!: string | null;

  @Column('boolean', { name: 'allow_unicode', default: false })
  allowUnicode!: boolean;

  @Column({ type: 'timestamptz', precision: 3, name: 'campaign_at', nullable: true })
  campaignAt!: Date | null;

  @Column('text', { name: 'timezone_mode', default: TIMEZONE_MODES[0] })
  timezoneMode!: (typeof TIMEZONE_MODES)[number];

  @Column('integer', { name: 'throttle_per_minute', nullable: true })
  throttlePerMinute!: number | null;

  @Column('boolean', { name: 'exclude_unsubscribed', default: true })
  excludeUnsubscribed!: boolean;

  @Column('boolean', { name: 'exclude_accepts_no', default: true })
  excludeAcceptsNo!: boolean;

  @Column('jsonb', { name: 'quiet_hours', nullable: true })
  quietHours!: QuietHours | null;

  /** The last one of the present content. */
  @Column('jsonb', { nullable: true })
  estimate!: CampaignEstimate | null;

  /** Who gets it, once it is sent. */
  @Column('jsonb', { nullable: true })
  snapshot!: CampaignSnapshot | null;

  @Column('jsonb', { name: 'stats', default: { enqueued: 0, refused: {} } })
  tally!: CampaignTally;

  /** The person; null for a service. */
  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy!: string | null;

  /** The grant that it was made with; null for an API token. */
  @Column('uuid', { name: 'grant_id', nullable: true })
  grantId!: string | null;

  /** Who scheduled, sent or resumed it last: it is sent under that access, while that lasts. */
  @Column('jsonb', { name: 'sent_with', nullable: true })
  sentWith!: Credential | null;

  /** Counts edits and what callers do with it. */
  @Column('integer', { default: 1 })
  version!: number;

  /** The number of the present run: a job of an earlier one does nothing. */
  @Column('integer', { default: 0 })
  run!: number;

  /** When the next step of the run is due. Null: none is. */
  @Column({ type: 'timestamptz', precision: 3, name: 'next_at', nullable: true })
  nextAt!: Date | null;

  /** The last contact that was looked at for the snapshot. */
  @Column('uuid', { name: 'collected_to', nullable: true })
  collectedTo!: string | null;

  /** When the snapshot was complete. */
  @Column({ type: 'timestamptz', precision: 3, name: 'collected_at', nullable: true })
  collectedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
