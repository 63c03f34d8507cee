import { Body, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, ListResponse, Summary } from '../access/envelope.js';
import { LimitClass } from '../access/limit-class.decorator.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { WireIdPipe } from '../wire/wire-id.pipe.js';
import { ScrollEventsDto, SearchEventsDto } from './event-queries.dto.js';
import { EventQueries } from './event-queries.service.js';
import { Event, EventsMetadata, EventsScrollMetadata } from './event.js';
import { EventsService } from './events.service.js';

@ProductApi('event')
export class EventsController {
  constructor(
    private readonly events: EventsService,
    private readonly queries: EventQueries,
  ) {}

  @Get(':id')
  @RequireScope('events:read')
  @Summary('One event')
  @EntityResponse(Event, EventsMetadata)
  get(@CurrentPrincipal() caller: Principal, @Param('id', new WireIdPipe('evt')) id: string) {
    return this.events.get(caller, id);
  }

  @Post('search')
  @HttpCode(200)
  @LimitClass('search')
  @RequireScope('events:read')
  @Problems('data_privacy', 'invalid_filter')
  @Summary('The latest events that a rule finds')
  @ListResponse(Event, EventsMetadata)
  search(@CurrentPrincipal() caller: Principal, @Body() query: SearchEventsDto) {
    return this.queries.search(caller, query);
  }

  @Post('scroll')
  @HttpCode(200)
  @LimitClass('scroll')
  @RequireScope('events:read')
  @Problems('data_privacy', 'invalid_filter')
  @Summary('Go through all events, or those that a rule finds')
  @ListResponse(Event, EventsScrollMetadata)
  scroll(@CurrentPrincipal() caller: Principal, @Body() query: ScrollEventsDto) {
    return this.queries.scroll(caller, query);
  }
}
