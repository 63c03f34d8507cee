import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, ListResponse, Summary } from '../access/envelope.js';
import { IfMatch } from '../access/if-match.decorator.js';
import { PlainLists } from '../access/plain-lists.service.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { toWire } from '../wire/wire-class.js';
import { WireIdPipe } from '../wire/wire-id.pipe.js';
import { WebhookDeliveries } from './webhook-deliveries.service.js';
import { Webhooks, type WithSecret } from './webhooks.service.js';
import {
  ChangeWebhookDto,
  CreateWebhookDto,
  ListWebhooksDto,
  Webhook,
  WEBHOOK_LIST,
  WebhookDelivery,
  WebhookWithSecret,
} from './webhooks.dto.js';

const Id = () => Param('id', new WireIdPipe('whk'));

@ProductApi('webhook')
export class WebhooksController {
  constructor(
    private readonly lists: PlainLists,
    private readonly webhooks: Webhooks,
    private readonly deliveries: WebhookDeliveries,
  ) {}

  @Get()
  @RequireScope('webhooks:read')
  @Summary('List webhooks')
  @ListResponse(Webhook)
  list(@CurrentPrincipal() { projectId }: Principal, @Query() query: ListWebhooksDto) {
    return this.lists.page(WEBHOOK_LIST, projectId, query);
  }

  @Get(':id')
  @RequireScope('webhooks:read')
  @Summary('One webhook')
  @EntityResponse(Webhook)
  get(@CurrentPrincipal() { projectId }: Principal, @Id() id: string) {
    return this.lists.get(WEBHOOK_LIST, projectId, id);
  }

  @Post()
  @RequireScope('webhooks:write')
  @Problems('conflict')
  @Summary('Create a webhook; its secret is shown only now')
  @EntityResponse(WebhookWithSecret)
  async create(@CurrentPrincipal() caller: Principal, @Body() body: CreateWebhookDto) {
    return shown(await this.webhooks.create(caller, body));
  }

  @Patch(':id')
  @RequireScope('webhooks:write')
  @Summary('Change a webhook; from then on it acts under the credential that changed it')
  @EntityResponse(Webhook)
  async change(
    @CurrentPrincipal() caller: Principal,
    @Id() id: string,
    @Body() body: ChangeWebhookDto,
    @IfMatch() version?: number,
  ) {
    const changed = await this.webhooks.change(caller, id, body, version);
    return { entity: toWire(Webhook, changed), metadata: {} };
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('webhooks:write')
  @Summary('Delete a webhook with its deliveries')
  async delete(@CurrentPrincipal() caller: Principal, @Id() id: string): Promise<void> {
    await this.webhooks.delete(caller, id);
  }

  @Post(':id/test')
  @RequireScope('webhooks:write')
  @Problems('invalid_state')
  @Summary('Send an event of the type `webhook.test`')
  @EntityResponse(WebhookDelivery)
  async test(@CurrentPrincipal() { projectId }: Principal, @Id() id: string) {
    const queued = await this.deliveries.test(projectId, id);
    return { entity: toWire(WebhookDelivery, queued), metadata: {} };
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @RequireScope('webhooks:write')
  @Summary('A new secret, shown only now; the old one signs for 24 hours more')
  @EntityResponse(WebhookWithSecret)
  async rotateSecret(@CurrentPrincipal() caller: Principal, @Id() id: string) {
    return shown(await this.webhooks.rotateSecret(caller, id));
  }
}

const shown = ({ webhook, secret }: WithSecret) => ({
  entity: toWire(WebhookWithSecret, { ...webhook, secret }),
  metadata: {},
});
