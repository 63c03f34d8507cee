import { Money, Nested, OneOf, Text, Whole, WireId } from '../wire/fields.js';
import { CAMPAIGN_STATUSES, type CampaignStatus } from './campaign-states.js';
import { CampaignRefusals } from './campaigns.dto.js';

/** Messages by what became of them. */
export class MessageCounts {
  @Whole() messages!: number;
  @Whole({ description: 'Not given to the carrier yet.' }) waiting!: number;
  @Whole({ description: 'The carrier has or had them.' }) sent!: number;
  @Whole() delivered!: number;
  @Whole({ description: 'Failed, rejected, expired, or not taken by the carrier.' })
  failed!: number;
  @Whole() canceled!: number;
  @Money({ description: 'Of messages that are paid, or reserved.' }) cost!: string;
}

/** The messages with one of the texts. */
export class OptionReport extends MessageCounts {
  @Whole({ description: 'The index of the text.' }) option!: number;
  @Text() text!: string;
  @Whole({ description: 'Percent.' }) weight!: number;
}

/** What became of a campaign, at this moment. */
export class CampaignReport {
  @WireId('cmp') id!: string;
  @OneOf(CAMPAIGN_STATUSES) status!: CampaignStatus;
  @Whole() recipients!: number;
  @Nested(OptionReport, { many: true }) options!: readonly OptionReport[];
  @Nested(MessageCounts) total!: MessageCounts;
  @Nested(CampaignRefusals, { many: true }) refused!: readonly CampaignRefusals[];
}
