import { Module } from '@nestjs/common';
import { FundsModule } from '../funds/funds.module.js';
import { ReportSummaries } from './report-summary.service.js';
import { ReportsController } from './reports.controller.js';

/** Totals, without personal data. */
@Module({
  imports: [FundsModule],
  controllers: [ReportsController],
  providers: [ReportSummaries],
})
export class ReportsModule {}
