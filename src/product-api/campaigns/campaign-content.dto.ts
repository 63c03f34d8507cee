import { Flag, Moment, Nested, OneOf, Text, Whole, WireId } from '../wire/fields.js';
import { CampaignAudience, CampaignOption, CampaignQuietHours } from './campaigns.dto.js';
import { CHANNELS, PURPOSES, TIMEZONE_MODES } from './internal/campaign-parts.js';

const TITLE = { min: 1, max: 120, example: 'Harvest' } as const;

/** What a draft may leave out. */
class CampaignSettingsDto {
  @Text({ max: 1_000, nullable: true, optional: true }) description?: string | null;
  @OneOf(CHANNELS, { optional: true }) channel?: (typeof CHANNELS)[number];
  @OneOf(PURPOSES, { optional: true }) purpose?: (typeof PURPOSES)[number];
  @Nested(CampaignAudience, { optional: true }) audience?: CampaignAudience;
  @WireId('snd', { nullable: true, optional: true }) senderId?: string | null;
  @Flag({ optional: true, description: 'If not, other characters are replaced.' })
  allowUnicode?: boolean;
  @Moment({ nullable: true, optional: true }) campaignAt?: string | null;
  @OneOf(TIMEZONE_MODES, {
    optional: true,
    description: 'Whose clock has to show the time of `campaignAt`, and quiet hours.',
  })
  timezoneMode?: (typeof TIMEZONE_MODES)[number];
  @Whole({ min: 1, max: 60_000, nullable: true, optional: true })
  throttlePerMinute?: number | null;
  @Flag({ optional: true, description: 'Always true of marketing.' })
  excludeUnsubscribed?: boolean;
  @Flag({ optional: true, description: 'Whether to exclude who does not accept marketing.' })
  excludeAcceptsNo?: boolean;
  @Nested(CampaignQuietHours, { nullable: true, optional: true })
  quietHours?: CampaignQuietHours | null;
}

/** A new draft: what is absent has its default. */
export class NewCampaignDto extends CampaignSettingsDto {
  @Text(TITLE) title!: string;
  @Nested(CampaignOption, { many: true, description: 'One to four.' })
  options!: readonly CampaignOption[];
}

/** Changes of a draft: what is absent stays. */
export class ChangeCampaignDto extends CampaignSettingsDto {
  @Text({ ...TITLE, optional: true }) title?: string;
  @Nested(CampaignOption, { many: true, optional: true, description: 'One to four.' })
  options?: readonly CampaignOption[];
}
