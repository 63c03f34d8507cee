import { Get, Query } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, ListResponse, Summary } from '../access/envelope.js';
import { LimitClass } from '../access/limit-class.decorator.js';
import { PlainLists } from '../access/plain-lists.service.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { SegmentCounts } from './segment-counts.service.js';
import { SegmentId } from './segment-id.decorator.js';
import {
  DYNAMIC_LIST,
  ListSegmentsDto,
  Segment,
  SEGMENT_LIST,
  SegmentCount,
  SegmentParameterDto,
} from './segments.dto.js';

@ProductApi('segment')
export class SegmentsController {
  constructor(
    private readonly lists: PlainLists,
    private readonly counts: SegmentCounts,
  ) {}

  @Get()
  @RequireScope('segments:read')
  @Summary('List segments')
  @ListResponse(Segment)
  list(@CurrentPrincipal() caller: Principal, @Query() query: ListSegmentsDto) {
    return this.lists.page(SEGMENT_LIST, caller.projectId, query);
  }

  @Get('dynamic')
  @RequireScope('segments:read')
  @Summary('List dynamic segments that need no parameters')
  @ListResponse(Segment)
  listDynamic(@CurrentPrincipal() caller: Principal, @Query() query: ListSegmentsDto) {
    return this.lists.page(DYNAMIC_LIST, caller.projectId, query);
  }

  @Get(':uid')
  @RequireScope('segments:read')
  @Problems('invalid_filter', 'data_privacy')
  @Summary('One segment; with the values of its parameters in the rule, if they are given')
  @EntityResponse(Segment)
  get(
    @CurrentPrincipal() caller: Principal,
    @SegmentId() id: string,
    @Query() { parameter }: SegmentParameterDto,
  ) {
    return this.counts.show(caller, id, parameter);
  }

  @Get(':uid/count')
  @LimitClass('search')
  @RequireScope('segments:read')
  @Problems('invalid_filter', 'data_privacy')
  @Summary('Count the contacts of a segment now')
  @EntityResponse(SegmentCount)
  count(
    @CurrentPrincipal() caller: Principal,
    @SegmentId() id: string,
    @Query() { parameter }: SegmentParameterDto,
  ) {
    return this.counts.count(caller, id, parameter);
  }
}
