import { Body, HttpCode, Post } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, Summary } from '../access/envelope.js';
import { LimitClass } from '../access/limit-class.decorator.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { CampaignId } from './campaign-id.decorator.js';
import {
  CampaignEstimateResult,
  EstimateMetadata,
  CampaignTestResult,
  TestCampaignDto,
} from './campaign-trials.dto.js';
import { CampaignTrials } from './campaign-trials.service.js';

@ProductApi('campaign')
export class CampaignTrialsController {
  constructor(private readonly trials: CampaignTrials) {}

  @Post(':id/estimate')
  @HttpCode(200)
  @RequireScope('campaigns:write')
  @Summary('Recipients, parts and cost, if it was sent now')
  @EntityResponse(CampaignEstimateResult, EstimateMetadata)
  @Problems('invalid_state', 'invalid_filter')
  estimate(@CurrentPrincipal() caller: Principal, @CampaignId() id: string) {
    return this.trials.estimate(caller, id);
  }

  @Post(':id/test')
  @HttpCode(200)
  @LimitClass('send')
  @RequireScope('campaigns:write', 'sms:send')
  @Summary('Send the text to members of the project, ten messages a day')
  @EntityResponse(CampaignTestResult)
  @Problems('invalid_state', 'sender_not_approved')
  test(
    @CurrentPrincipal() caller: Principal,
    @CampaignId() id: string,
    @Body() dto: TestCampaignDto,
  ) {
    return this.trials.test(caller, id, dto);
  }
}
