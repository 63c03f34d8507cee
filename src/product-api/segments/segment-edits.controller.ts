import { Body, Delete, HttpCode, Patch, Post } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, Summary } from '../access/envelope.js';
import { IfMatch } from '../access/if-match.decorator.js';
import { LimitClass } from '../access/limit-class.decorator.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import {
  ChangeSegmentDto,
  NewSegmentDto,
  PreviewSegmentDto,
  SegmentPreview,
} from './segment-edits.dto.js';
import { SegmentEdits } from './segment-edits.service.js';
import { SegmentId } from './segment-id.decorator.js';
import { SegmentPreviews } from './segment-previews.service.js';
import { Segment } from './segments.dto.js';

@ProductApi('segment')
export class SegmentEditsController {
  constructor(
    private readonly edits: SegmentEdits,
    private readonly previews: SegmentPreviews,
  ) {}

  @Post()
  @RequireScope('segments:write')
  @Problems('conflict', 'data_privacy', 'invalid_filter')
  @Summary('A new segment')
  @EntityResponse(Segment)
  create(@CurrentPrincipal() caller: Principal, @Body() dto: NewSegmentDto) {
    return this.edits.create(caller, dto);
  }

  @Post('preview')
  @HttpCode(200)
  @LimitClass('search')
  @RequireScope('segments:write')
  @Problems('data_privacy', 'invalid_filter')
  @Summary('Count the contacts of a rule, and name a few')
  @EntityResponse(SegmentPreview)
  preview(@CurrentPrincipal() caller: Principal, @Body() dto: PreviewSegmentDto) {
    return this.previews.preview(caller, dto);
  }

  @Patch(':uid')
  @RequireScope('segments:write')
  @Problems('conflict', 'data_privacy', 'invalid_filter', 'invalid_state')
  @Summary('Change a segment')
  @EntityResponse(Segment)
  change(
    @CurrentPrincipal() caller: Principal,
    @SegmentId() id: string,
    @Body() dto: ChangeSegmentDto,
    @IfMatch() expected: number | undefined,
  ) {
    return this.edits.change(caller, id, dto, expected);
  }

  @Delete(':uid')
  @HttpCode(204)
  @RequireScope('segments:write')
  @Problems('conflict')
  @Summary('Delete a segment that nothing uses')
  delete(
    @CurrentPrincipal() caller: Principal,
    @SegmentId() id: string,
    @IfMatch() expected: number | undefined,
  ) {
    return this.edits.delete(caller, id, expected);
  }
}
