import { Money, Nested, Whole } from '../wire/fields.js';

/** What the caller has shown to the person who decides. */
export class CampaignConfirmation {
  @Whole({ min: 0 }) recipients!: number;
  @Money({ description: 'The `totalCost` of the last estimate.' }) cost!: string;
}

/** Sending to many takes the figures of the last estimate. */
export class SendCampaignDto {
  @Nested(CampaignConfirmation, { optional: true }) confirm?: CampaignConfirmation;
}
