import { Body, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { BodyLimit } from '../access/body-limit.decorator.js';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, Summary } from '../access/envelope.js';
import { ListBody } from '../access/list-body.decorator.js';
import { LimitClass } from '../access/limit-class.decorator.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { ReturnsContacts } from '../access/returns-contacts.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { TakesDataSourceTokens } from '../access/takes-data-source-tokens.decorator.js';
import { DataSources } from './data-sources.service.js';
import { EventIngest } from './event-ingest.service.js';
import { IngestedContacts, IngestedEvents, IngestQuery } from './ingest.dto.js';
import { SourceContacts } from './source-contacts.service.js';
import { batchAnswer, checkSize } from './internal/batch.js';
import { Erasure } from '../audience/audience-stream.dto.js';

import { Contact, RedactedMetadata } from '../audience/contact.js';
import { ContactIngest } from './contact-ingest.service.js';
import { LIMITS } from './ingest-limits.js';

/** Of a batch. */
const MOST_OCTETS = 4 * 1024 * 1024;

/** Contacts and events that a data source brings. */
@ProductApi('datasource/:id/stream', 'datasource')
export class StreamController {
  constructor(
    private readonly sources: DataSources,
    private readonly contacts: ContactIngest,
    private readonly events: EventIngest,
    private readonly known: SourceContacts,
  ) {}

  @Post('contacts')
  @TakesDataSourceTokens()
  @HttpCode(202)
  @LimitClass('ingest')
  @BodyLimit(MOST_OCTETS)
  @RequireScope('contacts:ingest')
  @Problems('conflict')
  @Summary('Create and change contacts by their `_user_id`')
  @ListBody(LIMITS.itemsLimit, {
    ...{ _user_id: 'C10001', _phone_mobile: '+34600000101', loyalty_tier: 'gold' },
  })
  @EntityResponse(IngestedContacts, undefined, { also: 422 })
  async ingestContacts(
    @CurrentPrincipal() caller: Principal,
    @Param('id') id: string,
    @Query() query: IngestQuery,
    @Body() items: unknown[],
  ) {
    checkSize(items, query);
    const source = await this.sources.get(caller, id);
    const results = await this.contacts.ingest(source, items, query._dryRun);
    return batchAnswer(results, query._dryRun);
  }

  @Get('contacts/:userId')
  @TakesDataSourceTokens()
  @RequireScope('contacts:ingest')
  @Summary('The contact that a data source knows by this `_user_id`')
  @ReturnsContacts()
  @EntityResponse(Contact, RedactedMetadata)
  getContact(
    @CurrentPrincipal() caller: Principal,
    @Param('id') id: string,
    @Param('userId') userId: string,
  ) {
    return this.known.get(caller, id, userId);
  }

  @Delete('contacts/:userId')
  @RequireScope('contacts:ingest', 'audience:delete')
  @Summary(
    'Erase the contact that a data source knows by this `_user_id`, and its history, for good',
  )
  @EntityResponse(Erasure)
  eraseContact(
    @CurrentPrincipal() caller: Principal,
    @Param('id') id: string,
    @Param('userId') userId: string,
  ) {
    return this.known.erase(caller, id, userId);
  }

  @Post('events')
  @TakesDataSourceTokens()
  @HttpCode(202)
  @LimitClass('ingest')
  @BodyLimit(MOST_OCTETS)
  @RequireScope('events:ingest')
  @Summary('Record events, each once by its `_event_id`')
  @ListBody(LIMITS.itemsLimit, {
    ...{ _user_id: 'C10001', _event_id: 'E1', _event_type: 'purchase' },
    ...{ _event_date: '2026-01-02T03:04:05Z', _event_parameters: { amount: 12.5 } },
  })
  @EntityResponse(IngestedEvents, undefined, { also: 422 })
  async ingestEvents(
    @CurrentPrincipal() caller: Principal,
    @Param('id') id: string,
    @Query() query: IngestQuery,
    @Body() items: unknown[],
  ) {
    checkSize(items, query);
    const source = await this.sources.get(caller, id);
    const results = await this.events.ingest(source, items, query._dryRun);
    return batchAnswer(results, query._dryRun);
  }
}
