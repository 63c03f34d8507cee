import { Body, HttpCode, Post } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, ListResponse, Summary } from '../access/envelope.js';
import { LimitClass } from '../access/limit-class.decorator.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { ListsContacts } from '../access/returns-contacts.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import {
  AggregateAudienceDto,
  AggregationsMetadata,
  AudienceAggregations,
} from './aggregations.dto.js';
import { Aggregations } from './aggregations.service.js';
import { AudienceQueries } from './audience-queries.service.js';
import { ContactCount, RuleDto, ScrollAudienceDto, SearchAudienceDto } from './audience.dto.js';
import { Contact, RedactedMetadata, ScrollMetadata } from './contact.js';

/** Queries of contacts by rules. */
@ProductApi('audience')
export class AudienceQueriesController {
  constructor(
    private readonly queries: AudienceQueries,
    private readonly aggregations: Aggregations,
  ) {}

  @Post('search')
  @HttpCode(200)
  @LimitClass('search')
  @RequireScope('audience:read')
  @Problems('data_privacy', 'invalid_filter')
  @Summary('The first contacts that a rule finds')
  @ListsContacts()
  @ListResponse(Contact, RedactedMetadata)
  search(@CurrentPrincipal() caller: Principal, @Body() query: SearchAudienceDto) {
    return this.queries.search(caller, query);
  }

  @Post('scroll')
  @HttpCode(200)
  @LimitClass('scroll')
  @RequireScope('audience:list')
  @Problems('data_privacy', 'invalid_filter')
  @Summary('Go through the whole audience, or the part that a rule finds')
  @ListsContacts()
  @ListResponse(Contact, ScrollMetadata)
  scroll(@CurrentPrincipal() caller: Principal, @Body() query: ScrollAudienceDto) {
    return this.queries.scroll(caller, query);
  }

  @Post('count')
  @HttpCode(200)
  @LimitClass('search')
  @RequireScope('audience:read')
  @Problems('data_privacy', 'invalid_filter')
  @Summary('How many contacts a rule finds')
  @EntityResponse(ContactCount)
  count(@CurrentPrincipal() caller: Principal, @Body() query: RuleDto) {
    return this.queries.count(caller, query);
  }

  @Post('aggregations')
  @HttpCode(200)
  @LimitClass('aggregate')
  @RequireScope('audience:read')
  @Problems('data_privacy', 'invalid_filter')
  @Summary('Contacts by value: terms, spans of time, ranges, statistics')
  @EntityResponse(AudienceAggregations, AggregationsMetadata)
  aggregate(@CurrentPrincipal() caller: Principal, @Body() query: AggregateAudienceDto) {
    return this.aggregations.aggregate(caller, query);
  }
}
