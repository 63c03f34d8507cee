import { Body, HttpCode, Post } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, Summary } from '../access/envelope.js';
import { IfMatch } from '../access/if-match.decorator.js';
import { LimitClass } from '../access/limit-class.decorator.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { AutomationId } from './automation-id.decorator.js';
import { AutomationStates } from './automation-states.service.js';
import { AutomationTrigger } from './automation-trigger.service.js';
import { Automation, AutomationValidation } from './automations.dto.js';
import { TriggerAutomationDto, TriggerResult } from './enrollments.dto.js';

@ProductApi('automation')
export class AutomationStatesController {
  constructor(
    private readonly states: AutomationStates,
    private readonly trigger: AutomationTrigger,
  ) {}

  @Post(':id/validate')
  @HttpCode(200)
  @RequireScope('automations:write')
  @Summary('What would keep an automation from being activated')
  @EntityResponse(AutomationValidation)
  validate(@CurrentPrincipal() caller: Principal, @AutomationId() id: string) {
    return this.states.validate(caller, id);
  }

  @Post(':id/activate')
  @HttpCode(200)
  @RequireScope('automations:activate')
  @Summary('Switch an automation on: its messages go out, and who was late goes on')
  @EntityResponse(Automation)
  @Problems('invalid_state', 'conflict', 'unprocessable', 'sender_not_approved', 'data_privacy')
  activate(
    @CurrentPrincipal() caller: Principal,
    @AutomationId() id: string,
    @IfMatch({ required: true }) expected: number | undefined,
  ) {
    return this.states.activate(caller, id, expected);
  }

  @Post(':id/pause')
  @HttpCode(200)
  @RequireScope('automations:activate')
  @Summary('Nobody enters, and time stops for those who are in it')
  @EntityResponse(Automation)
  @Problems('invalid_state')
  pause(
    @CurrentPrincipal() caller: Principal,
    @AutomationId() id: string,
    @IfMatch() expected: number | undefined,
  ) {
    return this.states.pause(caller, id, expected);
  }

  @Post(':id/archive')
  @HttpCode(200)
  @RequireScope('automations:activate')
  @Summary('End an automation for good, and for everybody in it')
  @EntityResponse(Automation)
  @Problems('invalid_state')
  archive(
    @CurrentPrincipal() caller: Principal,
    @AutomationId() id: string,
    @IfMatch() expected: number | undefined,
  ) {
    return this.states.archive(caller, id, expected);
  }

  @Post(':id/trigger')
  @HttpCode(200)
  @LimitClass('send')
  @RequireScope('automations:activate')
  @Summary('Let contacts enter an automation with the trigger `api`')
  @EntityResponse(TriggerResult)
  @Problems('invalid_state')
  enter(
    @CurrentPrincipal() caller: Principal,
    @AutomationId() id: string,
    @Body() { contactIds }: TriggerAutomationDto,
  ) {
    return this.trigger.execute(caller, id, contactIds);
  }
}
