import { Get, Query } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, ListResponse, Summary } from '../access/envelope.js';
import { PlainLists } from '../access/plain-lists.service.js';
import type { Principal } from '../access/principal.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { CampaignId } from './campaign-id.decorator.js';
import { CampaignReport } from './campaign-report.dto.js';
import { CampaignReports } from './campaign-reports.service.js';
import { Campaign, CAMPAIGN_LIST, ListCampaignsDto } from './campaigns.dto.js';

@ProductApi('campaign')
export class CampaignsController {
  constructor(
    private readonly lists: PlainLists,
    private readonly reports: CampaignReports,
  ) {}

  @Get()
  @RequireScope('campaigns:read')
  @Summary('List campaigns')
  @ListResponse(Campaign)
  list(@CurrentPrincipal() caller: Principal, @Query() query: ListCampaignsDto) {
    return this.lists.page(CAMPAIGN_LIST, caller.projectId, query);
  }

  @Get(':id')
  @RequireScope('campaigns:read')
  @Summary('One campaign')
  @EntityResponse(Campaign)
  get(@CurrentPrincipal() caller: Principal, @CampaignId() id: string) {
    return this.lists.get(CAMPAIGN_LIST, caller.projectId, id);
  }

  @Get(':id/report')
  @RequireScope('campaigns:read')
  @Summary('What became of the messages of a campaign')
  @EntityResponse(CampaignReport)
  report(@CurrentPrincipal() caller: Principal, @CampaignId() id: string) {
    return this.reports.of(caller, id);
  }
}
