import { Body, Get, Param, Patch, Post } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, found, ListResponse, Summary } from '../access/envelope.js';
import { LimitClass } from '../access/limit-class.decorator.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { toWire } from '../wire/wire-class.js';
import { AttributeSpecs } from './internal/attribute-specs.service.js';
import { EventSpecs } from './internal/event-specs.service.js';
import { SpecCatalogue } from './spec-catalogue.service.js';
import {
  Attribute,
  AttributesMetadata,
  ChangeAttributeDto,
  CreateAttributeDto,
  CreateEventParameterDto,
  CreateEventTypeDto,
  EventParameter,
  EventType,
  NoMetadata,
  ParametersMetadata,
} from './specs.dto.js';

@ProductApi('specs')
export class SpecsController {
  constructor(
    private readonly catalogue: SpecCatalogue,
    private readonly attributes: AttributeSpecs,
    private readonly events: EventSpecs,
  ) {}

  @Get('attributes')
  @LimitClass('spec')
  @RequireScope('project:read')
  @Summary('All attributes of contacts, reserved and custom')
  @ListResponse(Attribute, AttributesMetadata)
  async listAttributes(@CurrentPrincipal() { projectId }: Principal) {
    const { attributes } = await this.catalogue.of(projectId);
    const uniqueAttributes = attributes.filter(({ unique }) => unique).map(({ uid }) => uid);
    return {
      entities: attributes.map((each) => toWire(Attribute, each)),
      metadata: { uniqueAttributes },
    };
  }

  @Post('attributes')
  @RequireScope('specs:write')
  @Problems('conflict')
  @Summary('Define an attribute')
  @EntityResponse(Attribute)
  async createAttribute(
    @CurrentPrincipal() { projectId }: Principal,
    @Body() body: CreateAttributeDto,
  ) {
    const spec = await this.attributes.create(projectId, body);
    return { entity: toWire(Attribute, spec), metadata: {} };
  }

  @Patch('attributes/:uid')
  @RequireScope('specs:write')
  @Problems('conflict')
  @Summary('Change a custom attribute; its type only as long as no contact has had a value')
  @EntityResponse(Attribute)
  async changeAttribute(
    @CurrentPrincipal() { projectId }: Principal,
    @Param('uid') uid: string,
    @Body() body: ChangeAttributeDto,
  ) {
    const spec = await this.attributes.change(projectId, uid, body);
    return { entity: toWire(Attribute, spec), metadata: {} };
  }

  @Get('events')
  @LimitClass('spec')
  @RequireScope('project:read')
  @Summary('All types of events')
  @ListResponse(EventType, NoMetadata)
  async listEvents(@CurrentPrincipal() { projectId }: Principal) {
    const { events } = await this.catalogue.of(projectId);
    return { entities: events.map((each) => toWire(EventType, each)), metadata: {} };
  }

  @Get('events/:type')
  @LimitClass('spec')
  @RequireScope('project:read')
  @Summary('The parameters of a type of events')
  @ListResponse(EventParameter, ParametersMetadata)
  async listParameters(@CurrentPrincipal() { projectId }: Principal, @Param('type') type: string) {
    const { parameters } = found((await this.catalogue.of(projectId)).event(type) ?? null);
    return {
      entities: parameters.map((each) => toWire(EventParameter, each)),
      metadata: { event: type },
    };
  }

  @Post('events')
  @RequireScope('specs:write')
  @Problems('conflict')
  @Summary('Define a type of events')
  @EntityResponse(EventType)
  async createEvent(
    @CurrentPrincipal() { projectId }: Principal,
    @Body() body: CreateEventTypeDto,
  ) {
    return {
      entity: toWire(EventType, await this.events.create(projectId, body)),
      metadata: {},
    };
  }

  @Post('events/:type/parameters')
  @RequireScope('specs:write')
  @Problems('conflict')
  @Summary('Define a parameter of a type of events')
  @EntityResponse(EventParameter)
  async createParameter(
    @CurrentPrincipal() { projectId }: Principal,
    @Param('type') type: string,
    @Body() body: CreateEventParameterDto,
  ) {
    const spec = await this.events.createParameter(projectId, type, body);
    return { entity: toWire(EventParameter, spec), metadata: {} };
  }
}
