import { Moment, Money, Nested, OneOf, Text, Whole, WireId } from '../wire/fields.js';
import { CampaignExclusions } from './campaigns.dto.js';

/** Of one message. */
export class PartsSpread {
  @Whole() min!: number;
  @Money() avg!: string;
  @Whole() max!: number;
}

/** Of one message. */
export class CostSpread {
  @Money() min!: string;
  @Money() avg!: string;
  @Money() max!: string;
}

/** What a campaign would cost if it was sent now. */
export class CampaignEstimateResult {
  @Whole() recipients!: number;
  @Nested(CampaignExclusions) excluded!: CampaignExclusions;
  @Nested(PartsSpread) parts!: PartsSpread;
  @Nested(CostSpread) cost!: CostSpread;
  @Whole() totalParts!: number;
  @Money() totalCost!: string;
  @Whole({ description: 'Messages that were rendered for it: all, or a sample.' })
  rendered!: number;
  @Whole({ description: 'Of these, those that cannot be sent.' }) unsendable!: number;
  @Moment({ from: ({ estimatedAt }: { estimatedAt: string }) => new Date(estimatedAt) })
  estimatedAt!: string;
}

/** Contacts with the verified email address of a member of the project. */
export class TestCampaignDto {
  @WireId('aud', { many: true, description: 'One to five.' }) contacts!: readonly string[];
  @Whole({ min: 0, max: 3, optional: true, description: 'The text; else that of the contact.' })
  option?: number;
}

export class TestMessage {
  @WireId('aud') audienceId!: string;
  @OneOf(['enqueued', 'refused']) status!: 'enqueued' | 'refused';
  @WireId('sms', { optional: true }) id?: string;
  @Text({ optional: true }) reason?: string;
}

/** The messages of a test, in the order of its contacts. */
export class CampaignTestResult {
  @Nested(TestMessage, { many: true }) messages!: readonly TestMessage[];
}
