import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { GrantsModule } from '../grants/grants.module.js';
import { ProjectsModule } from '../projects/projects.module.js';
import { VerificationModule } from '../verification/verification.module.js';
import { ConnectService } from './internal/connect-service.js';
import { DisconnectService } from './internal/disconnect-service.js';
import { GiveService } from './internal/give-service.js';
import { RecordService } from './internal/record-service.js';
import { ServiceConnectedJob } from './internal/service-connected.job.js';
import { ServiceConnections } from './internal/service-connections.js';
import { ServiceViews } from './internal/service-views.js';
import { ServicesController } from './internal/services.controller.js';

/** Apps of organisations that act in their own name: the pages where admins connect and disconnect them. */
@Module({
  imports: [
    AuditModule,
    AccountsModule,
    ProjectsModule,
    ClientsModule,
    VerificationModule,
    GrantsModule,
  ],
  controllers: [ServicesController],
  providers: [
    ConnectService,
    DisconnectService,
    GiveService,
    RecordService,
    ServiceConnectedJob,
    ServiceConnections,
    ServiceViews,
  ],
})
export class ServicesModule {}
