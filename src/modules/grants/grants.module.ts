import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { CodeIssuer } from './code-issuer.js';
import { ConsentReceipts } from './consent-receipts.js';
import { EndVoidGrants } from './end-void-grants.js';
import { GrantRepository } from './grant.repository.js';
import { GrantsService } from './grants.service.js';
import { AuthorizationCodeEntity } from './internal/authorization-code.entity.js';
import { CloseEndedGrantsJob } from './internal/close-ended-grants.job.js';
import { ConsentReceiptEntity } from './internal/consent-receipt.entity.js';
import { EndGrantsOfClientJob } from './internal/end-grants-of-client.job.js';
import { EndVoidGrantsJob } from './internal/end-void-grants.job.js';
import { GrantActivityEntity } from './internal/grant-activity.entity.js';
import { GrantProjectEntity } from './internal/grant-project.entity.js';
import { GrantEntity } from './internal/grant.entity.js';
import { RetireIdleClientsJob } from './internal/retire-idle-clients.job.js';
import { TellServiceStopped } from './internal/tell-service-stopped.js';

const entities = [
  AuthorizationCodeEntity,
  ConsentReceiptEntity,
  GrantActivityEntity,
  GrantEntity,
  GrantProjectEntity,
];

/** What people and organisations allow: grants, their projects, codes and receipts, and whatever ends them. */
@Module({
  imports: [TypeOrmModule.forFeature(entities), AuditModule, ClientsModule],
  providers: [
    CloseEndedGrantsJob,
    CodeIssuer,
    ConsentReceipts,
    EndGrantsOfClientJob,
    EndVoidGrants,
    EndVoidGrantsJob,
    GrantRepository,
    GrantsService,
    RetireIdleClientsJob,
    TellServiceStopped,
  ],
  exports: [CodeIssuer, ConsentReceipts, EndVoidGrants, GrantRepository, GrantsService],
})
export class GrantsModule {}
