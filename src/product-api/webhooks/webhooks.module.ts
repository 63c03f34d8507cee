import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../../modules/audit/audit.module.js';
import { TokensModule } from '../../modules/tokens/tokens.module.js';
import { DirectEvents } from './direct-events.service.js';
import { ClearWebhookDeliveriesJob } from './internal/clear-webhook-deliveries.job.js';
import { DeliverWebhookJob } from './internal/deliver-webhook.job.js';
import { DeliveryQueue } from './internal/delivery-queue.js';
import { DueDeliveries } from './internal/due-deliveries.js';
import { TellGrantEndedJob } from './internal/tell-grant-ended.job.js';
import { TellWebhookDisabled } from './internal/tell-webhook-disabled.js';
import { WebhookDeliveryEntity } from './internal/webhook-delivery.entity.js';
import { WebhookSecrets } from './internal/webhook-secrets.js';
import { WebhookStanding } from './internal/webhook-standing.js';
import { WebhookEntity } from './internal/webhook.entity.js';
import { WebhookDeliveriesController } from './webhook-deliveries.controller.js';
import { WebhookDeliveries } from './webhook-deliveries.service.js';
import { WebhookEvents } from './webhook-events.service.js';
import { WebhooksController } from './webhooks.controller.js';
import { Webhooks } from './webhooks.service.js';

/** Webhooks: who wants to be told of what, and the deliveries. */
@Module({
  imports: [
    TypeOrmModule.forFeature([WebhookEntity, WebhookDeliveryEntity]),
    AuditModule,
    TokensModule,
  ],
  controllers: [WebhooksController, WebhookDeliveriesController],
  providers: [
    ClearWebhookDeliveriesJob,
    DeliverWebhookJob,
    DeliveryQueue,
    DirectEvents,
    DueDeliveries,
    TellGrantEndedJob,
    TellWebhookDisabled,
    WebhookDeliveries,
    WebhookEvents,
    WebhookSecrets,
    WebhookStanding,
    Webhooks,
  ],
  exports: [DirectEvents, WebhookEvents],
})
export class WebhooksModule {}
