import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { GrantsModule } from '../grants/grants.module.js';
import { ProjectsModule } from '../projects/projects.module.js';
import { VerificationModule } from '../verification/verification.module.js';
import { ConnectService } from './internal/connect-service.js';
import { DisconnectService } from './internal/disconnect-service.js';
import { ServiceConnections } from './internal/service-connections.js';
import { ServiceViews } from './internal/service-views.js';
import { ServicesController } from './internal/services.controller.js';

/** Apps of organisations that act in their own name: the pages where admins connect and disconnect them. */
@Module({
  imports: [AccountsModule, ProjectsModule, ClientsModule, VerificationModule, GrantsModule],
  controllers: [ServicesController],
  providers: [ConnectService, DisconnectService, ServiceConnections, ServiceViews],
})
export class ServicesModule {}
