import { Get, Param } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, found, ListResponse, Summary } from '../access/envelope.js';
import { LimitClass } from '../access/limit-class.decorator.js';
import type { Principal } from '../access/principal.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { TakesDataSourceTokens } from '../access/takes-data-source-tokens.decorator.js';
import { SpecCatalogue } from '../specs/spec-catalogue.service.js';
import { Attribute, AttributesMetadata, EventType, NoMetadata } from '../specs/specs.dto.js';
import type { EventSpec } from '../specs/spec.js';
import { toWire } from '../wire/wire-class.js';
import { DataSourceStream, StreamParameter } from './data-sources.dto.js';
import { DataSources } from './data-sources.service.js';
import { LIMITS } from './ingest-limits.js';

/** What a data source accepts. */
@ProductApi('datasource/:id/stream', 'datasource')
export class StreamSpecsController {
  constructor(
    private readonly sources: DataSources,
    private readonly catalogue: SpecCatalogue,
  ) {}

  @Get()
  @TakesDataSourceTokens()
  @RequireScope('datasources:read')
  @Summary('What a data source accepts')
  @EntityResponse(DataSourceStream)
  async get(@CurrentPrincipal() caller: Principal, @Param('id') id: string) {
    const source = await this.sources.get(caller, id);
    return { entity: toWire(DataSourceStream, { ...source, ...LIMITS }), metadata: {} };
  }

  @Get('specs/attributes')
  @TakesDataSourceTokens()
  @LimitClass('spec')
  @RequireScope('datasources:read')
  @Summary('The attributes that a data source may write')
  @ListResponse(Attribute, AttributesMetadata)
  async attributes(@CurrentPrincipal() caller: Principal, @Param('id') id: string) {
    const { attributes } = await this.specsFor(caller, id);
    const writable = attributes.filter((each) => each.enabled && !each.readonly);
    const uniqueAttributes = writable.filter(({ unique }) => unique).map(({ uid }) => uid);
    return {
      entities: writable.map((each) => toWire(Attribute, each)),
      metadata: { uniqueAttributes },
    };
  }

  @Get('specs/events')
  @TakesDataSourceTokens()
  @LimitClass('spec')
  @RequireScope('datasources:read')
  @Summary('The types of events that a data source may record')
  @ListResponse(EventType, NoMetadata)
  async events(@CurrentPrincipal() caller: Principal, @Param('id') id: string) {
    const { events } = await this.specsFor(caller, id);
    return { entities: events.map((each) => toWire(EventType, each)), metadata: {} };
  }

  @Get('specs/event-parameters')
  @TakesDataSourceTokens()
  @LimitClass('spec')
  @RequireScope('datasources:read')
  @Summary('The parameters of all types of events')
  @ListResponse(StreamParameter, NoMetadata)
  async parameters(@CurrentPrincipal() caller: Principal, @Param('id') id: string) {
    const { events } = await this.specsFor(caller, id);
    return { entities: events.flatMap(parametersOf), metadata: {} };
  }

  @Get('specs/event-parameters/:type')
  @TakesDataSourceTokens()
  @LimitClass('spec')
  @RequireScope('datasources:read')
  @Summary('The parameters of a type of events')
  @ListResponse(StreamParameter, NoMetadata)
  async parametersOfType(
    @CurrentPrincipal() caller: Principal,
    @Param('id') id: string,
    @Param('type') type: string,
  ) {
    const specs = await this.specsFor(caller, id);
    return { entities: parametersOf(found(specs.event(type) ?? null)), metadata: {} };
  }

  /** @throws ProblemError 404 for an unknown source */
  private async specsFor(caller: Principal, id: string) {
    await this.sources.get(caller, id);
    return this.catalogue.of(caller.projectId);
  }
}

const parametersOf = ({ uid, parameters }: EventSpec): StreamParameter[] =>
  parameters.map((each) => toWire(StreamParameter, { ...each, eventType: uid }));
