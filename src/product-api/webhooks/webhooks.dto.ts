import { listPlan } from '../access/list-plan.js';
import { Moment, OneOf, Text, Whole, WireId } from '../wire/fields.js';
import { DELIVERY_STATES, WebhookDeliveryEntity } from './internal/webhook-delivery.entity.js';
import { DISABLED_REASONS, WEBHOOK_STATUSES, WebhookEntity } from './internal/webhook.entity.js';
import {
  entryOf,
  SENT_TYPES,
  WEBHOOK_TYPE_NAMES,
  type SentType,
  type WebhookType,
} from './webhook-types.js';

const TYPES = { many: true, most: WEBHOOK_TYPE_NAMES.length } as const;
const URL_LENGTH = { min: 9, max: 2_000, example: 'https://hooks.example.com/incoming' } as const;

/** By the scopes of the credential when it made or last changed it. */
const withheldTypes = ({ types, scopes }: Pick<WebhookEntity, 'types' | 'scopes'>) =>
  types.filter((type) => !scopes.includes(entryOf(type).scope));

/** A webhook on the wire. */
export class Webhook {
  @WireId('whk') id!: string;
  @Text({ example: URL_LENGTH.example }) url!: string;
  @OneOf(WEBHOOK_TYPE_NAMES, { many: true }) types!: readonly WebhookType[];
  @OneOf(WEBHOOK_TYPE_NAMES, {
    many: true,
    from: withheldTypes,
    description: 'Of `types`: not told, since the app or token may not read what they tell of.',
  })
  withheldTypes!: readonly WebhookType[];
  @OneOf(WEBHOOK_STATUSES) status!: WebhookEntity['status'];
  @OneOf(DISABLED_REASONS, { nullable: true, description: 'Why it is disabled.' })
  disabledReason!: WebhookEntity['disabledReason'];
  @WireId('usr', { from: 'personId', nullable: true, description: 'Null for a service.' })
  createdBy!: string | null;
  @WireId('grt', { nullable: true, description: 'The app that made or last changed it.' })
  grantId!: string | null;
  @WireId('tok', { from: 'apiTokenId', nullable: true, description: 'Or the API token.' })
  tokenId!: string | null;
  @Moment({ nullable: true, description: 'The first failure since the last success.' })
  failingSince!: string | null;
  @Moment({ nullable: true, description: 'The secret before this one signs until then, too.' })
  previousSecretUntil!: string | null;
  @Whole() version!: number;
  @Moment() createdAt!: string;
  @Moment() updatedAt!: string;
}

/** With its secret, which is shown only now. */
export class WebhookWithSecret extends Webhook {
  @Text({ description: 'Shown once.', example: 'whsec_…' }) secret!: string;
}

export const WEBHOOK_LIST = listPlan('webhooks', WebhookEntity, Webhook, {
  filters: { status: ['eq', 'in'], createdAt: ['gt', 'gte', 'lt', 'lte'] },
  sorts: { createdAt: 'desc' },
});

export class ListWebhooksDto extends WEBHOOK_LIST.Query {}

export class CreateWebhookDto {
  @Text(URL_LENGTH) url!: string;
  @OneOf(WEBHOOK_TYPE_NAMES, TYPES) types!: readonly WebhookType[];
}

export class ChangeWebhookDto {
  @Text({ ...URL_LENGTH, optional: true }) url?: string;
  @OneOf(WEBHOOK_TYPE_NAMES, { ...TYPES, optional: true }) types?: readonly WebhookType[];
  @OneOf(WEBHOOK_STATUSES, { optional: true }) status?: WebhookEntity['status'];
}

/** A delivery on the wire. */
export class WebhookDelivery {
  @WireId('dlv') id!: string;
  @WireId('whk') webhookId!: string;
  @WireId('evt', { description: 'The `webhook-id` of its requests.' }) eventId!: string;
  @OneOf(SENT_TYPES) type!: SentType;
  @OneOf(DELIVERY_STATES) state!: WebhookDeliveryEntity['state'];
  @Whole({ description: 'Attempts so far.' }) attempt!: number;
  @Whole({ nullable: true, description: 'Of the last attempt; null without an answer.' })
  responseCode!: number | null;
  @Whole({ nullable: true }) durationMs!: number | null;
  @Moment({ nullable: true }) nextAttemptAt!: string | null;
  @Moment() createdAt!: string;
}

export const DELIVERY_LIST = listPlan(
  'webhook-deliveries',
  WebhookDeliveryEntity,
  WebhookDelivery,
  {
    filters: {
      ...{ webhookId: ['eq'], state: ['eq', 'in'], type: ['eq', 'in'] },
      createdAt: ['gt', 'gte', 'lt', 'lte'],
    },
    sorts: { createdAt: 'desc' },
  },
);

export class ListDeliveriesDto extends DELIVERY_LIST.Query {}
