import { Get, Param, Post, Query } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, ListResponse, Summary } from '../access/envelope.js';
import { PlainLists } from '../access/plain-lists.service.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { toWire } from '../wire/wire-class.js';
import { WireIdPipe } from '../wire/wire-id.pipe.js';
import { WebhookDeliveries } from './webhook-deliveries.service.js';
import { DELIVERY_LIST, ListDeliveriesDto, WebhookDelivery } from './webhooks.dto.js';

@ProductApi('webhook/:id/deliveries', 'webhook')
export class WebhookDeliveriesController {
  constructor(
    private readonly lists: PlainLists,
    private readonly deliveries: WebhookDeliveries,
  ) {}

  @Get()
  @RequireScope('webhooks:read')
  @Summary('The deliveries of a webhook, of the last 30 days')
  @ListResponse(WebhookDelivery)
  async list(
    @CurrentPrincipal() { projectId }: Principal,
    @Param('id', new WireIdPipe('whk')) webhookId: string,
    @Query() query: ListDeliveriesDto,
  ) {
    await this.deliveries.requireWebhook(projectId, webhookId);
    return this.lists.page(DELIVERY_LIST, projectId, { ...query, webhookId_eq: webhookId });
  }

  @Post(':deliveryId/redeliver')
  @RequireScope('webhooks:write')
  @Problems('invalid_state')
  @Summary('Send an event again')
  @EntityResponse(WebhookDelivery)
  async redeliver(
    @CurrentPrincipal() { projectId }: Principal,
    @Param('id', new WireIdPipe('whk')) webhookId: string,
    @Param('deliveryId', new WireIdPipe('dlv')) id: string,
  ) {
    const queued = await this.deliveries.redeliver(projectId, webhookId, id);
    return { entity: toWire(WebhookDelivery, queued), metadata: {} };
  }
}
