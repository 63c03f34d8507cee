import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { GrantsModule } from '../grants/grants.module.js';
import { VerificationModule } from '../verification/verification.module.js';
import { AppContainment } from './app-containment.service.js';
import { StaffApps } from './internal/suspension/app-facts.js';
import { StaffAppsController } from './internal/suspension/apps.controller.js';
import { EndGrantsJob } from './internal/suspension/end-grants.job.js';
import { Incidents } from './incidents.service.js';
import { StaffReportsController } from './internal/suspension/reports.controller.js';
import { TellAffectedJob } from './internal/suspension/tell-affected.job.js';
import { TellSuspensionJob } from './internal/suspension/tell-suspension.job.js';

/** Apps that staff contain and restore: the pages, the reports and who is told. */
@Module({
  imports: [AccountsModule, ClientsModule, VerificationModule, GrantsModule],
  controllers: [StaffAppsController, StaffReportsController],
  providers: [
    AppContainment,
    EndGrantsJob,
    Incidents,
    StaffApps,
    TellAffectedJob,
    TellSuspensionJob,
  ],
  exports: [AppContainment, Incidents],
})
export class SuspensionModule {}
