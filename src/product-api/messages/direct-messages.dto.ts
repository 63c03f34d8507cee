import { Flag, Moment, Money, Nested, OneOf, Text, Whole, WireId } from '../wire/fields.js';
import { PURPOSES, type Purpose } from './message-kinds.js';
import { ENCODINGS, SmsMessage } from './messages.dto.js';
import type { SmsEncoding } from './sms-text.js';
import { LEAST_VALID_SECONDS, MOST_VALID_SECONDS } from './validity.js';

/** Of `utmTerm`. */
export const UTM_TERM = /^[A-Za-z0-9_-]{1,40}$/;

/** Longer than ten parts. */
const LONGEST_TEXT = 2_000;

/** The text of a message. */
class TextDto {
  @Text({
    ...{ min: 1, max: LONGEST_TEXT, description: 'Ten parts at most.' },
    example: 'Your order is ready.',
  })
  text!: string;
}

class ItemDto extends TextDto {
  @Moment({ optional: true, description: 'Within 30 days; now, if absent.' })
  scheduledAt?: string;

  @Text({ optional: true, min: 1, max: 64, description: 'Your own id.' })
  clientId?: string;
}

/** How messages are sent. */
export interface SendingOptions {
  readonly allowUnicode: boolean;
  readonly purpose: Purpose;
  readonly validitySeconds?: number;
}

const allowUnicode = {
  default: false,
  description: 'Else characters outside of GSM-7 are transliterated, or the text is refused.',
} as const;
const purpose = {
  default: 'transactional',
  description: '`marketing` needs the subscription of the contact, and waits for the morning.',
} as const;
const validity = {
  ...{ optional: true, min: LEAST_VALID_SECONDS, max: MOST_VALID_SECONDS },
  description: 'How long the carrier may try.',
} as const;

export class SendMessageDto extends ItemDto implements SendingOptions {
  @Flag(allowUnicode) allowUnicode: boolean = false;
  @OneOf(PURPOSES, purpose) purpose: Purpose = 'transactional';
  @Whole(validity) validitySeconds?: number;
}

/** A message of a batch. */
export class BulkItemDto extends ItemDto {
  @WireId('aud') audienceId!: string;

  @Text({ optional: true, pattern: UTM_TERM })
  utmTerm?: string;
}

export class SendBulkDto implements SendingOptions {
  @Text({ default: 'default', max: 40, description: '`snd_…`, or `default`.' })
  sender: string = 'default';

  @Flag(allowUnicode) allowUnicode: boolean = false;
  @OneOf(PURPOSES, purpose) purpose: Purpose = 'transactional';
  @Whole(validity) validitySeconds?: number;

  @Nested(BulkItemDto, { many: true, most: 100 })
  messages!: readonly BulkItemDto[];
}

class ItemProblem {
  @Text({ example: 'no_phone', description: 'The code of the problem.' }) code!: string;
  @Text() detail!: string;
}

/** What became of a message of a batch. */
export class BulkResult {
  @Whole({ description: 'Its place in the batch, from 0.' }) index!: number;
  @Whole({
    description: '201, or the status that the message alone would have been answered with.',
  })
  status!: number;
  @Nested(SmsMessage, { nullable: true }) entity!: SmsMessage | null;
  @Nested(ItemProblem, { nullable: true }) error!: ItemProblem | null;
}

export class BulkMetadata {
  @Whole() readonly accepted!: number;
  @Whole() readonly refused!: number;
}

export class EstimateDto extends TextDto {
  @Flag(allowUnicode) allowUnicode: boolean = false;

  @Text({
    many: true,
    most: 50,
    optional: true,
    pattern: /^[A-Z]{2}$/,
    description: 'ISO 3166-1 alpha-2; the country of the project, if absent.',
  })
  countries?: readonly string[];
}

class CountryEstimate {
  @Text() country!: string;
  @Money({ nullable: true, description: 'Of a part. Null: nothing is sent there.' })
  pricePerSms!: string | null;
  @Money({ nullable: true }) price!: string | null;
}

/** What a text comes to. */
export class Estimate {
  @Text({ description: 'As it would go out.' }) deliveredText!: string;
  @OneOf(ENCODINGS) encoding!: SmsEncoding;
  @Whole({ description: 'Septets of GSM-7, or UTF-16 units.' }) charsCount!: number;
  @Whole({ description: 'Parts.' }) messagesCount!: number;
  @Text({ description: 'ISO 4217.' }) currency!: string;
  @Nested(CountryEstimate, { many: true }) prices!: readonly CountryEstimate[];
}
