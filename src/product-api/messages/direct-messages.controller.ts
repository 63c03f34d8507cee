import { Body, HttpCode, Param, Post } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, ListResponse, Summary } from '../access/envelope.js';
import { LimitClass } from '../access/limit-class.decorator.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { invalid } from '../access/request.pipe.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { SendsMessages } from '../access/sends-messages.decorator.js';
import { WireIdPipe } from '../wire/wire-id.pipe.js';
import {
  BulkMetadata,
  BulkResult,
  Estimate,
  EstimateDto,
  SendBulkDto,
  SendMessageDto,
  UTM_TERM,
} from './direct-messages.dto.js';
import { DirectMessages } from './direct-messages.service.js';
import { Estimates } from './estimates.service.js';
import { SmsMessage } from './messages.dto.js';

/** What a single message may be refused with. */
const REFUSALS = [
  ...([
    'no_phone',
    'test_number_required',
    'unsubscribed_contact',
    'unprocessable',
    'sender_not_approved',
  ] as const),
  ...(['insufficient_funds', 'grant_budget_exceeded', 'forbidden', 'conflict'] as const),
];

@ProductApi('channel/sms', 'messages')
export class DirectMessagesController {
  constructor(
    private readonly direct: DirectMessages,
    private readonly estimates: Estimates,
  ) {}

  @Post('estimate')
  @HttpCode(200)
  @LimitClass('read')
  @RequireScope('senders:read')
  @Problems('unprocessable')
  @Summary('What a text comes to: encoding, parts, cost')
  @EntityResponse(Estimate)
  async estimate(@CurrentPrincipal() { project }: Principal, @Body() body: EstimateDto) {
    return { entity: await this.estimates.estimate(project, body), metadata: {} };
  }

  @Post('sms/direct/bulk')
  @SendsMessages()
  @RequireScope('sms:send')
  @Problems('sender_not_approved')
  @Summary('Send up to a hundred messages, with a result for each')
  @ListResponse(BulkResult, BulkMetadata)
  async sendBulk(@CurrentPrincipal() caller: Principal, @Body() body: SendBulkDto) {
    const messages = body.messages.map(({ audienceId, ...message }) => ({
      ...message,
      contactId: audienceId,
    }));
    const entities = await this.direct.sendMany(caller, body.sender, body, messages);
    const accepted = entities.filter(({ error }) => error === null).length;
    return { entities, metadata: { accepted, refused: entities.length - accepted } };
  }

  @Post('sms/direct/:sender/:audienceId')
  @SendsMessages()
  @RequireScope('sms:send')
  @Problems(...REFUSALS)
  @Summary('Send one message to a contact; the sender is `snd_…` or `default`')
  @EntityResponse(SmsMessage)
  send(
    @CurrentPrincipal() caller: Principal,
    @Param('sender') sender: string,
    @Param('audienceId', new WireIdPipe('aud')) contactId: string,
    @Body() body: SendMessageDto,
  ) {
    return this.sendOne(caller, sender, body, contactId);
  }

  @Post('sms/direct/:sender/:audienceId/:utmTerm')
  @SendsMessages()
  @RequireScope('sms:send')
  @Problems(...REFUSALS)
  @Summary('The same, with a mark to find it by')
  @EntityResponse(SmsMessage)
  sendMarked(
    @CurrentPrincipal() caller: Principal,
    @Param('sender') sender: string,
    @Param('audienceId', new WireIdPipe('aud')) contactId: string,
    @Param('utmTerm') utmTerm: string,
    @Body() body: SendMessageDto,
  ) {
    const fault = { code: 'matches', message: `must match ${UTM_TERM.source}` };
    if (!UTM_TERM.test(utmTerm)) throw invalid([{ pointer: '/utmTerm', ...fault }]);
    return this.sendOne(caller, sender, body, contactId, utmTerm);
  }

  private async sendOne(
    caller: Principal,
    sender: string,
    body: SendMessageDto,
    contactId: string,
    utmTerm?: string,
  ) {
    const { text, scheduledAt, clientId } = body;
    const message = { contactId, text, scheduledAt, clientId, utmTerm };
    return { entity: await this.direct.send(caller, sender, body, message), metadata: {} };
  }
}
