import { Get, Query } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, Summary } from '../access/envelope.js';
import { LimitClass } from '../access/limit-class.decorator.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { ReportSummary, SummaryQuery } from './report-summary.dto.js';
import { ReportSummaries } from './report-summary.service.js';

@ProductApi('report')
export class ReportsController {
  constructor(private readonly summaries: ReportSummaries) {}

  @Get('summary')
  @LimitClass('aggregate')
  @RequireScope('reports:read')
  @Problems('invalid_filter')
  @Summary('Messages, what became of them and what they cost')
  @EntityResponse(ReportSummary)
  async summary(@CurrentPrincipal() caller: Principal, @Query() query: SummaryQuery) {
    return { entity: await this.summaries.sumUp(caller, query), metadata: {} };
  }
}
