import { Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { notFound } from '../../kernel/errors/problem-error.js';
import { fromWireId } from '../../kernel/ids.js';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, ListResponse, Summary } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { PlacePipe } from '../wire/place.pipe.js';
import { WireIdPipe } from '../wire/wire-id.pipe.js';
import { ListMessagesDto, SmsMessage } from './messages.dto.js';
import { SentMessages } from './sent-messages.service.js';

/** Texts and numbers are shown with `audience.basic:read` only. */
@ProductApi('channel/sms/sms', 'messages')
export class MessagesController {
  constructor(private readonly messages: SentMessages) {}

  @Get('direct')
  @RequireScope('sms:read')
  @Summary('Messages to single contacts')
  @ListResponse(SmsMessage)
  direct(@CurrentPrincipal() caller: Principal, @Query() query: ListMessagesDto) {
    return this.messages.page(caller, query, { condition: `origin_kind = 'direct'`, values: {} });
  }

  @Get('direct/:utmTerm')
  @RequireScope('sms:read')
  @Summary('Those with a mark')
  @ListResponse(SmsMessage)
  marked(
    @CurrentPrincipal() caller: Principal,
    @Param('utmTerm') utmTerm: string,
    @Query() query: ListMessagesDto,
  ) {
    const condition = `origin_kind = 'direct' AND utm_term = :utmTerm`;
    return this.messages.page(caller, query, { condition, values: { utmTerm } });
  }

  @Get('audience/:id')
  @RequireScope('sms:read')
  @Summary('Messages to and from a contact')
  @ListResponse(SmsMessage)
  ofContact(
    @CurrentPrincipal() caller: Principal,
    @Param('id', new WireIdPipe('aud')) contactId: string,
    @Query() query: ListMessagesDto,
  ) {
    return this.messages.ofContact(caller, query, contactId);
  }

  @Get('campaign/:id/:option')
  @RequireScope('sms:read')
  @Summary('Messages of an option of a campaign, from 0')
  @ListResponse(SmsMessage)
  ofCampaign(
    @CurrentPrincipal() caller: Principal,
    @Param('id', new WireIdPipe('cmp')) originId: string,
    @Param('option', PlacePipe) index: number,
    @Query() query: ListMessagesDto,
  ) {
    return this.messages.ofOrigin(caller, query, originId, index);
  }

  @Get('automation/:id/:message')
  @RequireScope('sms:read')
  @Summary('Messages of a step of an automation, from 0')
  @ListResponse(SmsMessage)
  ofAutomation(
    @CurrentPrincipal() caller: Principal,
    @Param('id', new WireIdPipe('aut')) originId: string,
    @Param('message', PlacePipe) index: number,
    @Query() query: ListMessagesDto,
  ) {
    return this.messages.ofOrigin(caller, query, originId, index);
  }

  @Get('send/:id')
  @RequireScope('sms:read')
  @Summary('All messages of a campaign (`cmp_…`) or an automation (`aut_…`)')
  @ListResponse(SmsMessage)
  ofSend(
    @CurrentPrincipal() caller: Principal,
    @Param('id') id: string,
    @Query() query: ListMessagesDto,
  ) {
    const originId = fromWireId('cmp', id) ?? fromWireId('aut', id);
    if (originId === null) throw notFound();
    const condition = 'origin_id = :originId';
    return this.messages.page(caller, query, { condition, values: { originId } });
  }

  @Get(':id')
  @RequireScope('sms:read')
  @Summary('One message')
  @EntityResponse(SmsMessage)
  get(@CurrentPrincipal() caller: Principal, @Param('id', new WireIdPipe('sms')) id: string) {
    return this.messages.get(caller, id);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @RequireScope('sms:send')
  @Problems('invalid_state')
  @Summary('Cancel a message that waits for its time')
  @EntityResponse(SmsMessage)
  cancel(@CurrentPrincipal() caller: Principal, @Param('id', new WireIdPipe('sms')) id: string) {
    return this.messages.cancel(caller, id);
  }
}
