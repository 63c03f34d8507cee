import { Get, Param, Query } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { ListResponse, Summary } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { AudienceService } from '../audience/audience.service.js';
import { WireIdPipe } from '../wire/wire-id.pipe.js';
import { ListMessagesDto, SmsMessage } from './messages.dto.js';
import { SentMessages } from './sent-messages.service.js';

/** The messages of one contact. */
@ProductApi('audience/:id/messages', 'audience')
export class ContactMessagesController {
  constructor(
    private readonly audience: AudienceService,
    private readonly messages: SentMessages,
  ) {}

  @Get()
  @RequireScope('sms:read')
  @Summary('Messages to and from a contact, latest first')
  @ListResponse(SmsMessage)
  async list(
    @CurrentPrincipal() caller: Principal,
    @Param('id', new WireIdPipe('aud')) id: string,
    @Query() query: ListMessagesDto,
  ) {
    await this.audience.get(caller, id);
    return this.messages.ofContact(caller, query, id);
  }
}
