import { PLANS, type Plan } from '../../modules/projects/plan.js';
import { Money, Nested, OneOf, Text, WireId } from '../wire/fields.js';

class PayingOrganisation {
  @WireId('org') id!: string;
  @Text() name!: string;
}

/** What pays for the messages of a project. */
export class Balance {
  @Nested(PayingOrganisation) organisation!: PayingOrganisation;
  @OneOf(PLANS) plan!: Plan;
  @Text({ description: 'ISO 4217.' }) currency!: string;
  @Money({ from: 'available', description: 'What may be spent.' }) funds!: string;
  @Money({ description: 'For messages that no carrier has yet.' }) reserved!: string;
  @Money({ description: 'What may be spent beyond the funds.' }) credit!: string;
}
