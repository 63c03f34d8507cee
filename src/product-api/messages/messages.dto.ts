import { toWireId } from '../../kernel/ids.js';
import { listPlan } from '../access/list-plan.js';
import { shows, type FieldLevel } from '../wire/field-levels.js';
import { Flag, Moment, Money, Nested, OneOf, Text, Whole, WireId } from '../wire/fields.js';
import { SmsMessageEntity, type StatusChange } from './internal/sms-message.entity.js';
import { ORIGINS, PURPOSES } from './message-kinds.js';
import { SMS_STATUSES } from './message-status.js';

export const ENCODINGS = ['gsm7', 'ucs2'] as const;

type Row = SmsMessageEntity;

class AudienceContact {
  @WireId('aud', { from: 'contactId' }) id!: string;
}

class StatusStep {
  @OneOf(SMS_STATUSES) status!: Row['status'];
  @Text({ nullable: true }) code!: string | null;
  @Moment({ from: ({ at }: StatusChange) => new Date(at) }) at!: string;
}

/** The number of a contact is shown like those of contacts. */
const senderOf = ({ inbound, senderAddress }: Row, level: FieldLevel): string | null =>
  inbound && !shows(level, 'basic') ? null : senderAddress;

const originIdOf = ({ origin, originId }: Row): string | null =>
  originId === null ? null : toWireId(origin === 'campaign' ? 'cmp' : 'aut', originId);

const indexIn =
  (kind: Row['origin']) =>
  ({ origin, originIndex }: Row): number | null =>
    origin === kind ? originIndex : null;

/** A text message on the wire. */
export class SmsMessage {
  @WireId('sms') id!: string;
  @Text({
    nullable: true,
    from: senderOf,
    description: 'The sender; of an inbound message the contact’s number.',
  })
  from!: string | null;
  @Text({ nullable: true, level: 'basic', from: 'recipient' }) to?: string | null;
  @Text({ nullable: true, level: 'basic', from: 'recipient', description: 'E.164.' })
  normalizedTo?: string | null;
  @Text({ nullable: true, description: 'ISO 3166-1 alpha-2, of the number.' }) country!:
    string | null;
  @Text({ nullable: true, level: 'basic', description: 'As it was given. Null once it is erased.' })
  text?: string | null;
  @Text({
    nullable: true,
    level: 'basic',
    from: ({ deliveredText, text }: Row) => deliveredText ?? text,
    description: 'As it goes out.',
  })
  deliveredText?: string | null;
  @OneOf(ENCODINGS) encoding!: Row['encoding'];
  @Flag({ from: ({ encoding }: Row) => encoding === 'ucs2' }) unicode!: boolean;
  @Flag() allowUnicode!: boolean;
  @Whole({ description: 'Septets of GSM-7, or UTF-16 units.' }) charsCount!: number;
  @Whole({ description: 'Parts.' }) messagesCount!: number;
  @Money({ description: 'Of a part.' }) pricePerSms!: string;
  @Money({ from: 'price' }) priceUser!: string;
  @Flag({ from: ({ charge }: Row) => charge === 'captured' }) charged!: boolean;
  @OneOf(SMS_STATUSES) status!: Row['status'];
  @Text({ nullable: true }) statusCode!: string | null;
  @Nested(StatusStep, { many: true }) statusHistory!: readonly StatusStep[];
  @Flag() inbound!: boolean;
  @OneOf(PURPOSES) purpose!: Row['purpose'];
  @OneOf(ORIGINS) origin!: Row['origin'];
  @Text({ nullable: true, from: originIdOf, description: '`cmp_…` or `aut_…`.' })
  originId!: string | null;
  @Whole({ nullable: true, from: indexIn('campaign') }) optionIdx!: number | null;
  @Whole({ nullable: true, from: indexIn('automation') }) messageIdx!: number | null;
  @Text({ nullable: true, description: 'The caller’s own id.' }) clientId!: string | null;
  @Text({ nullable: true }) utmTerm!: string | null;
  @WireId('grt', { nullable: true, description: 'The grant under which it was sent.' })
  grantId!: string | null;
  @Flag({ description: 'Nothing left this server, and nothing was charged.' }) testMode!: boolean;
  @Nested(AudienceContact, { from: (row: Row) => row }) audienceContact!: AudienceContact;
  @Moment({ nullable: true }) scheduledAt!: string | null;
  @Moment({ nullable: true }) sentAt!: string | null;
  @Moment({ nullable: true }) deliveredAt!: string | null;
  @Moment() createdAt!: string;
  @Moment() updatedAt!: string;
}

const TIMES = ['gt', 'gte', 'lt', 'lte'] as const;

export const MESSAGE_LIST = listPlan('sms-messages', SmsMessageEntity, SmsMessage, {
  filters: {
    ...{ status: ['eq', 'in'], origin: ['eq', 'in'], country: ['eq'], inbound: ['eq'] },
    ...{ clientId: ['eq'], createdAt: TIMES, sentAt: TIMES },
  },
  sorts: { createdAt: 'desc' },
});

export class ListMessagesDto extends MESSAGE_LIST.Query {}
