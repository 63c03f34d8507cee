import { Money, Nested, Whole } from '../wire/fields.js';

/** What the caller has shown to the person who decides. */
export class CampaignConfirmation {
  @Whole({ min: 0, example: 120 }) recipients!: number;
  @Money({ description: 'The `totalCost` of the last estimate.', example: '6.24' }) cost!: string;
}

/** Sending to many takes the figures of the last estimate. */
export class SendCampaignDto {
  @Nested(CampaignConfirmation, { optional: true }) confirm?: CampaignConfirmation;
}
