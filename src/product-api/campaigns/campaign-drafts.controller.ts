import { Body, Delete, HttpCode, Patch, Post } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, Summary } from '../access/envelope.js';
import { IfMatch } from '../access/if-match.decorator.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { ChangeCampaignDto, NewCampaignDto } from './campaign-content.dto.js';
import { CampaignDrafts } from './campaign-drafts.service.js';
import { CampaignId } from './campaign-id.decorator.js';
import { Campaign } from './campaigns.dto.js';

@ProductApi('campaign')
export class CampaignDraftsController {
  constructor(private readonly drafts: CampaignDrafts) {}

  @Post()
  @RequireScope('campaigns:write')
  @Summary('A new draft')
  @EntityResponse(Campaign)
  @Problems('conflict', 'data_privacy', 'unprocessable')
  create(@CurrentPrincipal() caller: Principal, @Body() dto: NewCampaignDto) {
    return this.drafts.create(caller, dto);
  }

  @Patch(':id')
  @RequireScope('campaigns:write')
  @Summary('Change a draft')
  @EntityResponse(Campaign)
  @Problems('invalid_state', 'data_privacy', 'unprocessable')
  change(
    @CurrentPrincipal() caller: Principal,
    @CampaignId() id: string,
    @Body() dto: ChangeCampaignDto,
    @IfMatch() expected: number | undefined,
  ) {
    return this.drafts.change(caller, id, dto, expected);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('campaigns:write')
  @Summary('Delete a draft')
  @Problems('invalid_state')
  delete(
    @CurrentPrincipal() caller: Principal,
    @CampaignId() id: string,
    @IfMatch() expected: number | undefined,
  ) {
    return this.drafts.delete(caller, id, expected);
  }

  @Post(':id/duplicate')
  @RequireScope('campaigns:write')
  @Summary('A new draft with the content of a campaign')
  @EntityResponse(Campaign)
  @Problems('conflict')
  duplicate(@CurrentPrincipal() caller: Principal, @CampaignId() id: string) {
    return this.drafts.duplicate(caller, id);
  }
}
