import { Get, Param, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import {
  EntityResponse,
  found,
  ListResponse,
  type EntityEnvelope,
  type ListEnvelope,
} from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { ListSegmentsDto, Segment } from './segments.dto.js';
import { SegmentsService } from './segments.service.js';

@ProductApi('segment')
export class SegmentsController {
  constructor(private readonly segments: SegmentsService) {}

  @Get()
  @RequireScope('segments:read')
  @ApiOperation({ summary: 'List segments' })
  @ListResponse(Segment)
  list(
    @CurrentPrincipal() caller: Principal,
    @Query() query: ListSegmentsDto,
  ): Promise<ListEnvelope<Segment>> {
    return this.segments.list(caller.projectId, query);
  }

  @Get(':uid')
  @RequireScope('segments:read')
  @ApiOperation({ summary: 'One segment' })
  @EntityResponse(Segment)
  async get(
    @CurrentPrincipal() caller: Principal,
    @Param('uid') uid: string,
  ): Promise<EntityEnvelope<Segment>> {
    return { entity: found(await this.segments.find(caller.projectId, uid)), metadata: {} };
  }
}
