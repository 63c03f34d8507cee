import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { VerificationModule } from '../verification/verification.module.js';
import { CodeIssuer } from './code-issuer.js';
import { EndVoidGrants } from './internal/end-void-grants.js';
import { ExistingGrants } from './existing-grants.service.js';
import { GrantActivity } from './grant-activity.service.js';
import { GrantBudgets } from './grant-budgets.service.js';
import { GrantDecision } from './grant-decision.js';
import { GrantNarrowing } from './grant-narrowing.service.js';
import { GrantEndings } from './grant-endings.service.js';
import { AppConnectedJob } from './internal/app-connected.job.js';
import { AuthorizationCodeEntity } from './internal/authorization-code.entity.js';
import { ClearCodesJob } from './internal/clear-codes.job.js';
import { CloseEndedGrantsJob } from './internal/close-ended-grants.job.js';
import { ConsentReceiptEntity } from './internal/consent-receipt.entity.js';
import { DecisionRecords } from './internal/decision-records.js';
import { EndIdleGrantsJob } from './internal/end-idle-grants.job.js';
import { EndGrantsOfClientJob } from './internal/end-grants-of-client.job.js';
import { GrantActivityEntity } from './internal/grant-activity.entity.js';
import { GrantProjectEntity } from './internal/grant-project.entity.js';
import { ClearSendsJob } from './internal/clear-sends.job.js';
import { GrantSendsEntity } from './internal/grant-sends.entity.js';
import { GrantSpendingEntity } from './internal/grant-spending.entity.js';
import { GrantEntity } from './internal/grant.entity.js';
import { PersonGrants } from './internal/person-grants.js';
import { RetireIdleClientsJob } from './internal/retire-idle-clients.job.js';
import { ServiceConnectedJob } from './internal/service-connected.job.js';
import { ServiceGrants } from './internal/service-grants.js';
import { TellServiceStopped } from './internal/tell-service-stopped.js';
import { OutsideReach } from './outside-reach.service.js';
import { TesterEndings } from './tester-endings.service.js';

const entities = [
  AuthorizationCodeEntity,
  ConsentReceiptEntity,
  GrantActivityEntity,
  GrantEntity,
  GrantProjectEntity,
  GrantSpendingEntity,
  GrantSendsEntity,
];

/** Grants of people and services: projects, codes, receipts and endings. */
@Module({
  imports: [TypeOrmModule.forFeature(entities), AuditModule, ClientsModule, VerificationModule],
  providers: [
    AppConnectedJob,
    ClearCodesJob,
    ClearSendsJob,
    CloseEndedGrantsJob,
    CodeIssuer,
    DecisionRecords,
    EndGrantsOfClientJob,
    EndIdleGrantsJob,
    EndVoidGrants,
    ExistingGrants,
    GrantActivity,
    GrantBudgets,
    GrantDecision,
    GrantEndings,
    GrantNarrowing,
    OutsideReach,
    PersonGrants,
    RetireIdleClientsJob,
    ServiceConnectedJob,
    ServiceGrants,
    TellServiceStopped,
    TesterEndings,
  ],
  exports: [
    CodeIssuer,
    ExistingGrants,
    GrantActivity,
    GrantBudgets,
    GrantDecision,
    GrantEndings,
    GrantNarrowing,
    OutsideReach,
    TesterEndings,
  ],
})
export class GrantsModule {}
