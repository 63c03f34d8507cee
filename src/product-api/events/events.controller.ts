import { Get, Param } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, Summary } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { WireIdPipe } from '../wire/wire-id.pipe.js';
import { Event, EventsMetadata } from './event.js';
import { EventsService } from './events.service.js';

@ProductApi('event')
export class EventsController {
  constructor(private readonly events: EventsService) {}

  @Get(':id')
  @RequireScope('events:read')
  @Summary('One event')
  @EntityResponse(Event, EventsMetadata)
  get(@CurrentPrincipal() caller: Principal, @Param('id', new WireIdPipe('evt')) id: string) {
    return this.events.get(caller, id);
  }
}
