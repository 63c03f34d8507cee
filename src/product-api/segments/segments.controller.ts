import { Get, Param, Query } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, ListResponse, Summary } from '../access/envelope.js';
import { PlainLists } from '../access/plain-lists.service.js';
import type { Principal } from '../access/principal.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { WireIdPipe } from '../wire/wire-id.pipe.js';
import { ListSegmentsDto, Segment, SEGMENT_LIST } from './segments.dto.js';

@ProductApi('segment')
export class SegmentsController {
  constructor(private readonly lists: PlainLists) {}

  @Get()
  @RequireScope('segments:read')
  @Summary('List segments')
  @ListResponse(Segment)
  list(@CurrentPrincipal() caller: Principal, @Query() query: ListSegmentsDto) {
    return this.lists.page(SEGMENT_LIST, caller.projectId, query);
  }

  @Get(':uid')
  @RequireScope('segments:read')
  @Summary('One segment')
  @EntityResponse(Segment)
  get(@CurrentPrincipal() caller: Principal, @Param('uid', new WireIdPipe('seg')) id: string) {
    return this.lists.get(SEGMENT_LIST, caller.projectId, id);
  }
}
