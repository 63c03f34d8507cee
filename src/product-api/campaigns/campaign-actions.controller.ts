import { Body, HttpCode, Post } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, Summary } from '../access/envelope.js';
import { IfMatch } from '../access/if-match.decorator.js';
import { LimitClass } from '../access/limit-class.decorator.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { SendCampaignDto } from './campaign-actions.dto.js';
import { CampaignActions } from './campaign-actions.service.js';
import { CampaignId } from './campaign-id.decorator.js';
import { Campaign } from './campaigns.dto.js';

/** Of `schedule` and `send`. */
const START_PROBLEMS = [
  ...(['insufficient_funds', 'confirmation_required', 'invalid_state'] as const),
  ...(['unprocessable', 'sender_not_approved', 'invalid_filter'] as const),
] as const;

@ProductApi('campaign')
export class CampaignActionsController {
  constructor(private readonly actions: CampaignActions) {}

  @Post(':id/schedule')
  @HttpCode(200)
  @LimitClass('send')
  @RequireScope('campaigns:send')
  @Summary('Send a draft at its date')
  @EntityResponse(Campaign)
  @Problems(...START_PROBLEMS)
  schedule(
    @CurrentPrincipal() caller: Principal,
    @CampaignId() id: string,
    @Body() dto: SendCampaignDto,
    @IfMatch({ required: true }) expected: number,
  ) {
    return this.actions.schedule(caller, id, dto, expected);
  }

  @Post(':id/unschedule')
  @HttpCode(200)
  @RequireScope('campaigns:send')
  @Summary('Make a scheduled campaign a draft again')
  @EntityResponse(Campaign)
  @Problems('invalid_state')
  unschedule(
    @CurrentPrincipal() caller: Principal,
    @CampaignId() id: string,
    @IfMatch() expected: number | undefined,
  ) {
    return this.actions.change(caller, id, 'unschedule', expected);
  }

  @Post(':id/send')
  @HttpCode(200)
  @LimitClass('send')
  @RequireScope('campaigns:send')
  @Summary('Send a campaign now')
  @EntityResponse(Campaign)
  @Problems(...START_PROBLEMS)
  send(
    @CurrentPrincipal() caller: Principal,
    @CampaignId() id: string,
    @Body() dto: SendCampaignDto,
    @IfMatch({ required: true }) expected: number,
  ) {
    return this.actions.send(caller, id, dto, expected);
  }

  @Post(':id/pause')
  @HttpCode(200)
  @RequireScope('campaigns:send')
  @Summary('Send nothing more for now')
  @EntityResponse(Campaign)
  @Problems('invalid_state')
  pause(
    @CurrentPrincipal() caller: Principal,
    @CampaignId() id: string,
    @IfMatch() expected: number | undefined,
  ) {
    return this.actions.change(caller, id, 'pause', expected);
  }

  @Post(':id/resume')
  @HttpCode(200)
  @LimitClass('send')
  @RequireScope('campaigns:send')
  @Summary('Send the rest of a campaign')
  @EntityResponse(Campaign)
  @Problems('invalid_state', 'insufficient_funds')
  resume(
    @CurrentPrincipal() caller: Principal,
    @CampaignId() id: string,
    @IfMatch() expected: number | undefined,
  ) {
    return this.actions.resume(caller, id, expected);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @RequireScope('campaigns:send')
  @Summary('Send nothing more for good')
  @EntityResponse(Campaign)
  @Problems('invalid_state')
  cancel(
    @CurrentPrincipal() caller: Principal,
    @CampaignId() id: string,
    @IfMatch() expected: number | undefined,
  ) {
    return this.actions.change(caller, id, 'cancel', expected);
  }

  @Post(':id/archive')
  @HttpCode(200)
  @RequireScope('campaigns:send')
  @Summary('Put a campaign away that is over')
  @EntityResponse(Campaign)
  @Problems('invalid_state')
  archive(
    @CurrentPrincipal() caller: Principal,
    @CampaignId() id: string,
    @IfMatch() expected: number | undefined,
  ) {
    return this.actions.change(caller, id, 'archive', expected);
  }
}
