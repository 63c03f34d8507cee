import { listPlan } from '../access/list-plan.js';
import { ClockTime } from '../wire/clock-time.js';
import { Flag, Json, Moment, Money, Nested, OneOf, Text, Whole, WireId } from '../wire/fields.js';
import { CAMPAIGN_STATUSES, type CampaignStatus } from './campaign-states.js';
import { CampaignEntity } from './internal/campaign.entity.js';
import {
  CHANNELS,
  HOLD_REASONS,
  PURPOSES,
  TIMEZONE_MODES,
  type CampaignTally,
} from './internal/campaign-parts.js';

/** Who gets it: contacts in a segment of `segments`, who fulfil `rule` and are in none of `exclude`. */
export class CampaignAudience {
  @WireId('seg', { many: true, default: [] }) segments: readonly string[] = [];
  @Json({ nullable: true, default: null, description: 'A rule of the language of segments.' })
  rule: object | null = null;
  @WireId('seg', { many: true, default: [] }) exclude: readonly string[] = [];
}

/** A text, and the percentage of the recipients who get it. */
export class CampaignOption {
  @Text({
    ...{ min: 1, max: 2_000, description: 'With merge tags: `{{_first_name|friend}}`.' },
    example: 'The new olive oil has arrived.',
  })
  text!: string;
  @Whole({ min: 1, max: 100, default: 100 }) weight: number = 100;
}

/** The night, or the like: nothing is sent from `start` until `end`. */
export class CampaignQuietHours {
  @ClockTime() start!: string;
  @ClockTime() end!: string;
}

/** Contacts of the audience who get no message. */
export class CampaignExclusions {
  @Whole() noPhone!: number;
  @Whole() unsubscribed!: number;
  @Whole() acceptsNo!: number;
}

/** Frozen when it is sent. */
export class CampaignSnapshot {
  @Whole() recipients!: number;
  @Nested(CampaignExclusions) excluded!: CampaignExclusions;
  @Whole() estimatedParts!: number;
  @Money() estimatedCost!: string;
}

/** Recipients who were refused at their turn. */
export class CampaignRefusals {
  @Text({ example: 'unsubscribed_contact' }) reason!: string;
  @Whole() count!: number;
}

export const refusalsOf = ({ refused }: CampaignTally): readonly CampaignRefusals[] =>
  Object.entries(refused).map(([reason, count]) => ({ reason, count }));

/** Recipients whose turn has come. */
export class CampaignProgress {
  @Whole() enqueued!: number;
  @Nested(CampaignRefusals, { many: true, from: refusalsOf })
  refused!: readonly CampaignRefusals[];
}

/** A campaign on the wire. */
export class Campaign {
  @WireId('cmp') id!: string;
  @Text() title!: string;
  @Text({ nullable: true }) description!: string | null;
  @OneOf(CHANNELS) channel!: CampaignEntity['channel'];
  @OneOf(PURPOSES) purpose!: CampaignEntity['purpose'];
  @OneOf(CAMPAIGN_STATUSES) status!: CampaignStatus;
  @OneOf(HOLD_REASONS, { nullable: true, description: 'Why the server paused it.' })
  holdReason!: CampaignEntity['holdReason'];
  @Nested(CampaignAudience) audience!: CampaignAudience;
  @Nested(CampaignOption, { many: true }) options!: readonly CampaignOption[];
  @WireId('snd', { nullable: true, description: 'Null: the default sender of the project.' })
  senderId!: string | null;
  @Flag() allowUnicode!: boolean;
  @Moment({ nullable: true }) campaignAt!: string | null;
  @OneOf(TIMEZONE_MODES) timezoneMode!: CampaignEntity['timezoneMode'];
  @Whole({ nullable: true }) throttlePerMinute!: number | null;
  @Flag() excludeUnsubscribed!: boolean;
  @Flag() excludeAcceptsNo!: boolean;
  @Nested(CampaignQuietHours, { nullable: true }) quietHours!: CampaignQuietHours | null;
  @Nested(CampaignSnapshot, { nullable: true }) snapshot!: CampaignSnapshot | null;
  @Nested(CampaignProgress, { from: 'tally' }) stats!: CampaignProgress;
  @WireId('usr', { nullable: true }) createdBy!: string | null;
  @WireId('grt', { nullable: true }) grantId!: string | null;
  @Whole() version!: number;
  @Moment({ nullable: true }) startedAt!: string | null;
  @Moment({ nullable: true }) finishedAt!: string | null;
  @Moment() createdAt!: string;
  @Moment() updatedAt!: string;
}

export const CAMPAIGN_LIST = listPlan('campaigns', CampaignEntity, Campaign, {
  filters: {
    status: ['eq', 'neq', 'in'],
    title: ['contains'],
    campaignAt: ['gt', 'gte', 'lt', 'lte'],
    createdAt: ['gt', 'gte', 'lt', 'lte'],
    senderId: ['eq'],
  },
  sorts: {
    // Those without a date come first: they are still to be sent.
    campaignAt: { direction: 'desc', whenNull: 'infinity' },
    createdAt: 'asc',
    title: 'asc',
  },
});

export class ListCampaignsDto extends CAMPAIGN_LIST.Query {}
