import { Get, Param } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { ListResponse, Summary } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { WireIdPipe } from '../wire/wire-id.pipe.js';
import { EventsMetadata, EventsOfType } from './event.js';
import { EventsService } from './events.service.js';

/** The events of one contact. */
@ProductApi('audience/:id/events', 'audience')
export class ContactEventsController {
  constructor(private readonly events: EventsService) {}

  @Get()
  @RequireScope('events:read')
  @Summary('The latest events of a contact, by type')
  @ListResponse(EventsOfType, EventsMetadata)
  latest(@CurrentPrincipal() caller: Principal, @Param('id', new WireIdPipe('aud')) id: string) {
    return this.events.latestOf(caller, id);
  }
}
