import { Body, Get, Post, Query } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, ListResponse, Summary } from '../access/envelope.js';
import { PlainLists } from '../access/plain-lists.service.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { toWire } from '../wire/wire-class.js';
import {
  ListSendersDto,
  ListSendersMetadata,
  RequestSenderDto,
  Sender,
  SENDER_LIST,
} from './senders.dto.js';
import { Senders } from './senders.service.js';

@ProductApi('channel/sms/sender', 'senders')
export class SendersController {
  constructor(
    private readonly lists: PlainLists,
    private readonly senders: Senders,
  ) {}

  @Get()
  @RequireScope('senders:read')
  @Summary('List senders')
  @ListResponse(Sender, ListSendersMetadata)
  async list(@CurrentPrincipal() { projectId }: Principal, @Query() query: ListSendersDto) {
    const page = await this.lists.page(SENDER_LIST, projectId, query);
    const defaultSender = await this.senders.findDefault(projectId);
    const shown = toWire(ListSendersMetadata, { ...page.metadata, defaultSender });
    return { entities: page.entities, metadata: shown };
  }

  @Post()
  @RequireScope('senders:write')
  @Problems('conflict', 'unprocessable')
  @Summary('Request a sender')
  @EntityResponse(Sender)
  async request(@CurrentPrincipal() caller: Principal, @Body() body: RequestSenderDto) {
    return { entity: toWire(Sender, await this.senders.request(caller, body)), metadata: {} };
  }
}
