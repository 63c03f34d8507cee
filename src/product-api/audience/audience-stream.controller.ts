import { Body, HttpCode, Post } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, Summary } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import {
  AcceptsSync,
  ChangeSubscriptionDto,
  Erasure,
  StreamedContactDto,
  SubscribeDto,
  Subscription,
} from './audience-stream.dto.js';
import { AudienceStream } from './audience-stream.service.js';

/** Changes of one contact at a time. */
@ProductApi('audience/stream', 'audience')
export class AudienceStreamController {
  constructor(private readonly stream: AudienceStream) {}

  @Post('sms-subscribe')
  @HttpCode(200)
  @RequireScope('audience:write')
  @Problems('unsubscribed_contact')
  @Summary('Subscribe a contact to text messages')
  @AcceptsSync()
  @EntityResponse(Subscription)
  subscribeSms(@CurrentPrincipal() caller: Principal, @Body() body: SubscribeDto) {
    return this.stream.change(caller, body, { channel: 'sms', subscribed: true });
  }

  @Post('sms-unsubscribe')
  @HttpCode(200)
  @RequireScope('audience:write')
  @Summary('Unsubscribe a contact from text messages')
  @AcceptsSync()
  @EntityResponse(Subscription)
  unsubscribeSms(@CurrentPrincipal() caller: Principal, @Body() body: ChangeSubscriptionDto) {
    return this.stream.change(caller, body, { channel: 'sms', subscribed: false });
  }

  @Post('email-subscribe')
  @HttpCode(200)
  @RequireScope('audience:write')
  @Summary('Subscribe a contact to emails')
  @AcceptsSync()
  @EntityResponse(Subscription)
  subscribeEmail(@CurrentPrincipal() caller: Principal, @Body() body: SubscribeDto) {
    return this.stream.change(caller, body, { channel: 'email', subscribed: true });
  }

  @Post('email-unsubscribe')
  @HttpCode(200)
  @RequireScope('audience:write')
  @Summary('Unsubscribe a contact from emails')
  @AcceptsSync()
  @EntityResponse(Subscription)
  unsubscribeEmail(@CurrentPrincipal() caller: Principal, @Body() body: ChangeSubscriptionDto) {
    return this.stream.change(caller, body, { channel: 'email', subscribed: false });
  }

  @Post('delete-contact')
  @HttpCode(200)
  @RequireScope('audience:delete')
  @Summary('Erase a contact and its history for good')
  @AcceptsSync()
  @EntityResponse(Erasure)
  deleteContact(@CurrentPrincipal() caller: Principal, @Body() { audienceId }: StreamedContactDto) {
    return this.stream.erase(caller, audienceId);
  }
}
