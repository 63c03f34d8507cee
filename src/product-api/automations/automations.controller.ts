import { Get, Query } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, ListResponse, Summary } from '../access/envelope.js';
import { PlainLists } from '../access/plain-lists.service.js';
import type { Principal } from '../access/principal.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { AutomationId } from './automation-id.decorator.js';
import { Automation, AUTOMATION_LIST, ListAutomationsDto } from './automations.dto.js';

@ProductApi('automation')
export class AutomationsController {
  constructor(private readonly lists: PlainLists) {}

  @Get()
  @RequireScope('automations:read')
  @Summary('List automations')
  @ListResponse(Automation)
  list(@CurrentPrincipal() caller: Principal, @Query() query: ListAutomationsDto) {
    return this.lists.page(AUTOMATION_LIST, caller.projectId, query);
  }

  @Get(':id')
  @RequireScope('automations:read')
  @Summary('One automation')
  @EntityResponse(Automation)
  get(@CurrentPrincipal() caller: Principal, @AutomationId() id: string) {
    return this.lists.get(AUTOMATION_LIST, caller.projectId, id);
  }
}
