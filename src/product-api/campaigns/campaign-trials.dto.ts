import { Flag, Moment, Money, Nested, OneOf, Text, Whole, WireId } from '../wire/fields.js';
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

/** What the grant of the app may still spend in the project. */
class GrantCeiling {
  @Whole({ description: 'Today. Beyond it the campaign is paused until it is resumed.' })
  messages!: number;
  @Money({ from: 'spend', description: 'This month.' }) money!: string;
  @Flag({
    description:
      'The app is not verified: only recipients whose number is a confirmed test number of the project get a message.',
  })
  testNumbersOnly!: boolean;
  @Moment({ from: 'nextDay', description: 'When messages start again.' }) messagesResetAt!: string;
  @Moment({ from: 'nextMonth', description: 'When money starts again.' }) moneyResetAt!: string;
}

export class EstimateMetadata {
  @Nested(GrantCeiling, {
    nullable: true,
    description: 'Null for an API token, which has no ceiling of its own.',
  })
  ceiling!: GrantCeiling | null;
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
