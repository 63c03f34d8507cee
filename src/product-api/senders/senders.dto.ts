import { ListMetadata } from '../access/envelope.js';
import { listPlan } from '../access/list-plan.js';
import { Flag, Moment, OneOf, Text, WireId } from '../wire/fields.js';
import { SENDER_STATUSES, SENDER_TYPES, SenderEntity } from './internal/sender.entity.js';

/** A sender on the wire. */
export class Sender {
  @WireId('snd') id!: string;
  @Text({ description: 'What recipients see.' }) from!: string;
  @OneOf(SENDER_TYPES) type!: SenderEntity['type'];
  @Text({ many: true, description: 'ISO 3166-1 alpha-2; everywhere, if empty.' })
  countries!: readonly string[];
  @OneOf(SENDER_STATUSES) status!: SenderEntity['status'];
  @Text({ nullable: true, description: 'Why it is not approved.' }) reason!: string | null;
  @Flag() isDefault!: boolean;
  @Moment() createdAt!: string;
  @Moment() updatedAt!: string;
}

export const SENDER_LIST = listPlan('senders', SenderEntity, Sender, {
  filters: { status: ['eq', 'neq', 'in'], type: ['eq', 'neq', 'in'] },
  sorts: { from: 'asc', createdAt: 'asc' },
});

export class ListSendersDto extends SENDER_LIST.Query {}

export class ListSendersMetadata extends ListMetadata {
  @WireId('snd', { nullable: true, description: 'Null if the project has none.' })
  readonly defaultSender!: string | null;
}

export class RequestSenderDto {
  @Text({
    min: 3,
    max: 16,
    description:
      'A name of 3 to 11 letters, digits, spaces and `.&_-` with at least one letter, a number in E.164, or a short code.',
    example: 'BAKERY',
  })
  from!: string;

  @Text({ many: true, most: 50, optional: true, pattern: /^[A-Z]{2}$/ })
  countries?: readonly string[];
}
