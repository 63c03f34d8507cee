import { Get, Query } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, ListResponse, Summary } from '../access/envelope.js';
import { PlainLists } from '../access/plain-lists.service.js';
import type { Principal } from '../access/principal.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { AutomationId } from './automation-id.decorator.js';
import { AutomationReport, AutomationReportQuery } from './automation-report.dto.js';
import { AutomationReports } from './automation-report.service.js';
import { AUTOMATION_LIST } from './automations.dto.js';
import { Enrollment, ENROLLMENT_LIST, ListEnrollmentsDto } from './enrollments.dto.js';

@ProductApi('automation')
export class AutomationActivityController {
  constructor(
    private readonly lists: PlainLists,
    private readonly reports: AutomationReports,
  ) {}

  @Get(':id/report')
  @RequireScope('automations:read')
  @Summary('What an automation did')
  @EntityResponse(AutomationReport)
  report(
    @CurrentPrincipal() caller: Principal,
    @AutomationId() id: string,
    @Query() query: AutomationReportQuery,
  ) {
    return this.reports.of(caller, id, query);
  }

  @Get(':id/enrollments')
  @RequireScope('automations:read')
  @Summary('Contacts in an automation, and who were; the latest first')
  @ListResponse(Enrollment)
  async enrollments(
    @CurrentPrincipal() caller: Principal,
    @AutomationId() id: string,
    @Query() query: ListEnrollmentsDto,
  ) {
    await this.lists.get(AUTOMATION_LIST, caller.projectId, id);
    return this.lists.page(
      ENROLLMENT_LIST,
      caller.projectId,
      Object.assign(query, { automationId: id }),
    );
  }
}
