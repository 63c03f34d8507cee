import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { AppSuspensions } from './app-suspensions.service.js';
import { AppSecrets } from './app-secrets.service.js';
import { ClientAuthentication } from './client-authentication.js';
import { ClientsService } from './clients.service.js';
import { ClientAssertionEntity } from './internal/client-assertion.entity.js';
import { ClientKeySetEntity } from './internal/client-key-set.entity.js';
import { ClientEntity } from './internal/client.entity.js';
import { ClientsRepository } from './internal/clients.repository.js';
import { DescribeClient } from './internal/describe-client.js';
import { ClientLifeCycle } from './internal/life-cycle/client-life-cycle.service.js';
import { ClientSuspensionEntity } from './internal/life-cycle/client-suspension.entity.js';
import { ForgetClientsJob } from './internal/life-cycle/forget-clients.job.js';
import { RetireClientsJob } from './internal/life-cycle/retire-clients.job.js';
import { ClearAssertionsJob } from './internal/keys/clear-assertions.job.js';
import { ClientAssertions } from './internal/keys/client-assertions.service.js';
import { KeySets } from './internal/keys/key-sets.service.js';
import { ClearDocumentsJob } from './internal/metadata-documents/clear-documents.job.js';
import { MetadataClients } from './internal/metadata-documents/metadata-clients.repository.js';
import { RereadDocumentsJob } from './internal/metadata-documents/reread-documents.job.js';
import { MetadataDocuments } from './internal/metadata-documents/metadata-documents.service.js';
import { RegisterClient } from './internal/register-client.js';
import { ManageRegistrationController } from './internal/registration-management/manage-registration.controller.js';
import { RegistrationManagement } from './internal/registration-management/registration-management.service.js';
import { RegistrationTokens } from './internal/registration/registration-tokens.js';
import { DynamicRegistration } from './internal/registration/dynamic-registration.service.js';
import { RegisterController } from './internal/registration/register.controller.js';
import { ResourceServerEntity } from './internal/resource-server.entity.js';
import { LeakedSecrets } from './leaked-secrets.service.js';
import { PortalAppCensus } from './portal-app-census.js';
import { PortalApps } from './portal-apps.service.js';
import { ProtectedNames } from './protected-names.service.js';
import { ResourceServers } from './resource-servers.service.js';

/** Apps: registration, metadata documents, redirect URIs and client authentication. */
@Module({
  imports: [
    AuditModule,
    TypeOrmModule.forFeature([
      ClientEntity,
      ClientAssertionEntity,
      ClientKeySetEntity,
      ClientSuspensionEntity,
      ResourceServerEntity,
    ]),
  ],
  controllers: [RegisterController, ManageRegistrationController],
  providers: [
    ClearAssertionsJob,
    ClearDocumentsJob,
    ClientAssertions,
    KeySets,
    MetadataClients,
    MetadataDocuments,
    RereadDocumentsJob,
    ClientsRepository,
    RegisterClient,
    DescribeClient,
    ClientLifeCycle,
    RetireClientsJob,
    ForgetClientsJob,
    DynamicRegistration,
    RegistrationManagement,
    RegistrationTokens,
    ClientsService,
    ClientAuthentication,
    ResourceServers,
    LeakedSecrets,
    AppSecrets,
    PortalAppCensus,
    PortalApps,
    ProtectedNames,
    AppSuspensions,
  ],
  exports: [
    AppSuspensions,
    ClientsService,
    ClientAuthentication,
    ResourceServers,
    LeakedSecrets,
    AppSecrets,
    PortalAppCensus,
    PortalApps,
    ProtectedNames,
  ],
})
export class ClientsModule {}
