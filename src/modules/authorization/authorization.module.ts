import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { GrantsModule } from '../grants/grants.module.js';
import { ProjectsModule } from '../projects/projects.module.js';
import { VerificationModule } from '../verification/verification.module.js';
import { AuthorizationArrivalEntity } from './internal/authorization-arrival.entity.js';
import { AuthorizationRequestEntity } from './internal/authorization-request.entity.js';
import { AuthorizationRequests } from './internal/authorization-requests.js';
import { AccountController } from './internal/authorize/account.controller.js';
import { Arrivals } from './internal/authorize/arrivals.js';
import { AuthorizationFaults } from './internal/authorize/authorization-faults.js';
import { AuthorizeTargets } from './internal/authorize/authorize-target.js';
import { AuthorizeController } from './internal/authorize/authorize.controller.js';
import { BeginAuthorization } from './internal/authorize/begin-authorization.js';
import { ProceedAuthorization } from './internal/authorize/proceed-authorization.js';
import { PutBeforePerson } from './internal/authorize/put-before-person.js';
import { SignInDemand } from './internal/authorize/sign-in-demand.js';
import { Visits } from './internal/authorize/visits.js';
import { ClearRequestsJob } from './internal/clear-requests.job.js';
import { AnswerConsent } from './internal/consent/answer-consent.js';
import { ConsentViews } from './internal/consent/consent-view.js';
import { ConsentController } from './internal/consent/consent.controller.js';
import { DecideConsent } from './internal/consent/decide-consent.js';
import { PendingConsent } from './internal/consent/pending-consent.js';
import { RenewConsent } from './internal/consent/renew-consent.js';
import { TakeRequest } from './internal/consent/take-request.js';
import { PushRequest } from './internal/pushed/push-request.js';
import { PushedRequestEntity } from './internal/pushed/pushed-request.entity.js';
import { PushedRequestsController } from './internal/pushed/pushed-requests.controller.js';
import { PushedRequests } from './internal/pushed/pushed-requests.js';

const entities = [AuthorizationArrivalEntity, AuthorizationRequestEntity, PushedRequestEntity];

/** The authorization endpoint, pushed requests and consent. */
@Module({
  imports: [
    TypeOrmModule.forFeature(entities),
    AuditModule,
    AccountsModule,
    ProjectsModule,
    ClientsModule,
    VerificationModule,
    GrantsModule,
  ],
  controllers: [
    AccountController,
    AuthorizeController,
    ConsentController,
    PushedRequestsController,
  ],
  providers: [
    AnswerConsent,
    Arrivals,
    AuthorizationFaults,
    AuthorizationRequests,
    AuthorizeTargets,
    BeginAuthorization,
    ClearRequestsJob,
    ConsentViews,
    DecideConsent,
    PendingConsent,
    ProceedAuthorization,
    PushRequest,
    PushedRequests,
    PutBeforePerson,
    RenewConsent,
    SignInDemand,
    TakeRequest,
    Visits,
  ],
})
export class AuthorizationModule {}
