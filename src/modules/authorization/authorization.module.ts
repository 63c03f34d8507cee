import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { ProjectsModule } from '../projects/projects.module.js';
import { VerificationModule } from '../verification/verification.module.js';
import { AuthorizationCodes } from './authorization-codes.service.js';
import { GrantsService } from './grants.service.js';
import { AuthorizationArrivalEntity } from './internal/authorization-arrival.entity.js';
import { AuthorizationCodeEntity } from './internal/authorization-code.entity.js';
import { AuthorizationRequestEntity } from './internal/authorization-request.entity.js';
import { AuthorizationRequests } from './internal/authorization-requests.js';
import { AccountController } from './internal/authorize/account.controller.js';
import { Arrivals } from './internal/authorize/arrivals.js';
import { AuthorizationFaults } from './internal/authorize/authorization-faults.js';
import { AuthorizeController } from './internal/authorize/authorize.controller.js';
import { AuthorizeTargets } from './internal/authorize/authorize-target.js';
import { BeginAuthorization } from './internal/authorize/begin-authorization.js';
import { ProceedAuthorization } from './internal/authorize/proceed-authorization.js';
import { PutBeforePerson } from './internal/authorize/put-before-person.js';
import { SignInDemand } from './internal/authorize/sign-in-demand.js';
import { Visits } from './internal/authorize/visits.js';
import { ClearRequestsJob } from './internal/clear-requests.job.js';
import { CloseEndedGrantsJob } from './internal/close-ended-grants.job.js';
import { CodeIssuer } from './internal/code-issuer.js';
import { ConnectedAppsController } from './internal/connected-apps/connected-apps.controller.js';
import { ConnectedAppsQuery } from './internal/connected-apps/connected-apps.query.js';
import { DisconnectApp } from './internal/connected-apps/disconnect-app.js';
import { ConsentReceiptEntity } from './internal/consent-receipt.entity.js';
import { AppConnectedJob } from './internal/consent/app-connected.job.js';
import { AnswerConsent } from './internal/consent/answer-consent.js';
import { ConsentController } from './internal/consent/consent.controller.js';
import { ConsentReceipts } from './internal/consent/consent-receipts.js';
import { ConsentViews } from './internal/consent/consent-view.js';
import { DecideConsent } from './internal/consent/decide-consent.js';
import { GiveConsent } from './internal/consent/give-consent.js';
import { PendingConsent } from './internal/consent/pending-consent.js';
import { RecordConsent } from './internal/consent/record-consent.js';
import { EndGrantsOfClientJob } from './internal/end-grants-of-client.job.js';
import { EndVoidGrants } from './internal/end-void-grants.js';
import { EndVoidGrantsJob } from './internal/end-void-grants.job.js';
import { RenewConsent } from './internal/consent/renew-consent.js';
import { TakeRequest } from './internal/consent/take-request.js';
import { GrantActivityEntity } from './internal/grant-activity.entity.js';
import { GrantProjectEntity } from './internal/grant-project.entity.js';
import { GrantEntity } from './internal/grant.entity.js';
import { RetireIdleClientsJob } from './internal/retire-idle-clients.job.js';
import { GrantRepository } from './internal/grant.repository.js';
import { ConnectService } from './internal/services/connect-service.js';
import { DisconnectService } from './internal/services/disconnect-service.js';
import { GiveService } from './internal/services/give-service.js';
import { RecordService } from './internal/services/record-service.js';
import { ServiceConnectedJob } from './internal/services/service-connected.job.js';
import { ServiceConnections } from './internal/services/service-connections.js';
import { ServiceViews } from './internal/services/service-views.js';
import { TellServiceStopped } from './internal/services/tell-service-stopped.js';
import { ServicesController } from './internal/services/services.controller.js';
import { PushRequest } from './internal/pushed/push-request.js';
import { PushedRequestEntity } from './internal/pushed/pushed-request.entity.js';
import { PushedRequestsController } from './internal/pushed/pushed-requests.controller.js';
import { PushedRequests } from './internal/pushed/pushed-requests.js';

const entities = [
  AuthorizationArrivalEntity,
  AuthorizationCodeEntity,
  AuthorizationRequestEntity,
  ConsentReceiptEntity,
  GrantActivityEntity,
  GrantEntity,
  GrantProjectEntity,
  PushedRequestEntity,
];

/**
 * The authorization endpoint, consent, grants and codes; beside the consent of people, the services of organisations.
 */
@Module({
  imports: [
    TypeOrmModule.forFeature(entities),
    AuditModule,
    AccountsModule,
    ProjectsModule,
    ClientsModule,
    VerificationModule,
  ],
  controllers: [
    AccountController,
    AuthorizeController,
    ConsentController,
    ConnectedAppsController,
    PushedRequestsController,
    ServicesController,
  ],
  providers: [
    AnswerConsent,
    AppConnectedJob,
    Arrivals,
    AuthorizationCodes,
    AuthorizationFaults,
    AuthorizationRequests,
    AuthorizeTargets,
    BeginAuthorization,
    ClearRequestsJob,
    CloseEndedGrantsJob,
    CodeIssuer,
    ConnectedAppsQuery,
    ConnectService,
    ConsentReceipts,
    ConsentViews,
    DecideConsent,
    DisconnectApp,
    DisconnectService,
    EndGrantsOfClientJob,
    EndVoidGrants,
    EndVoidGrantsJob,
    GiveConsent,
    GiveService,
    GrantRepository,
    GrantsService,
    PendingConsent,
    ProceedAuthorization,
    PushRequest,
    PushedRequests,
    PutBeforePerson,
    RecordConsent,
    RecordService,
    ServiceConnectedJob,
    ServiceConnections,
    ServiceViews,
    RetireIdleClientsJob,
    RenewConsent,
    SignInDemand,
    TakeRequest,
    TellServiceStopped,
    Visits,
  ],
  exports: [AuthorizationCodes, GrantsService],
})
export class AuthorizationModule {}
