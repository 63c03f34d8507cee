import { Body, Delete, HttpCode, Post } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, Summary } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { SegmentId } from './segment-id.decorator.js';
import { SegmentMembersDto, SegmentMembersResult } from './segment-members.dto.js';
import { SegmentMembers } from './segment-members.service.js';

@ProductApi('segment/:uid/members', 'segment')
export class SegmentMembersController {
  constructor(private readonly members: SegmentMembers) {}

  @Post()
  @HttpCode(200)
  @RequireScope('segments:write')
  @Problems('conflict', 'invalid_state')
  @Summary('Add contacts to a static segment')
  @EntityResponse(SegmentMembersResult)
  add(
    @CurrentPrincipal() { projectId }: Principal,
    @SegmentId() id: string,
    @Body() { ids }: SegmentMembersDto,
  ) {
    return this.members.add(projectId, id, ids);
  }

  @Delete()
  @RequireScope('segments:write')
  @Problems('invalid_state')
  @Summary('Remove contacts from a static segment')
  @EntityResponse(SegmentMembersResult)
  remove(
    @CurrentPrincipal() { projectId }: Principal,
    @SegmentId() id: string,
    @Body() { ids }: SegmentMembersDto,
  ) {
    return this.members.remove(projectId, id, ids);
  }
}
