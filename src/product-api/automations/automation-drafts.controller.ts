import { Body, Delete, HttpCode, Patch, Post } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, Summary } from '../access/envelope.js';
import { IfMatch } from '../access/if-match.decorator.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { AutomationDrafts } from './automation-drafts.service.js';
import { AutomationId } from './automation-id.decorator.js';
import { Automation, CreateAutomationDto, PatchAutomationDto } from './automations.dto.js';

@ProductApi('automation')
export class AutomationDraftsController {
  constructor(private readonly drafts: AutomationDrafts) {}

  @Post()
  @RequireScope('automations:write')
  @Summary('A new draft')
  @EntityResponse(Automation)
  @Problems('conflict', 'data_privacy')
  create(@CurrentPrincipal() caller: Principal, @Body() dto: CreateAutomationDto) {
    return this.drafts.create(caller, dto);
  }

  @Patch(':id')
  @RequireScope('automations:write')
  @Summary(
    'Change an automation; if it is active, by a new version, which needs automations:activate',
  )
  @EntityResponse(Automation)
  @Problems('invalid_state', 'data_privacy')
  change(
    @CurrentPrincipal() caller: Principal,
    @AutomationId() id: string,
    @Body() dto: PatchAutomationDto,
    @IfMatch() expected: number | undefined,
  ) {
    return this.drafts.change(caller, id, dto, expected);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('automations:write')
  @Summary('Delete a draft')
  @Problems('invalid_state')
  delete(
    @CurrentPrincipal() caller: Principal,
    @AutomationId() id: string,
    @IfMatch() expected: number | undefined,
  ) {
    return this.drafts.delete(caller, id, expected);
  }
}
