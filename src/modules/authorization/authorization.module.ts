import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AppProfilesModule } from '../app-profiles/app-profiles.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { GrantsModule } from '../grants/grants.module.js';
import { ProjectsModule } from '../projects/projects.module.js';
import { VerificationModule } from '../verification/verification.module.js';
import { AccountController } from './internal/authorize/account.controller.js';
import { AuthorizationFaults } from './internal/authorize/authorization-faults.js';
import { AuthorizeController } from './internal/authorize/authorize.controller.js';
import { ProceedAuthorization } from './internal/authorize/proceed-authorization.js';
import { PutBeforePerson } from './internal/authorize/put-before-person.js';
import { ReceiveRequest } from './internal/authorize/receive-request.js';
import { AnswerConsent } from './internal/consent/answer-consent.js';
import { ConsentViews } from './internal/consent/consent-view.js';
import { AppPresentations } from './internal/consent/app-presentations.js';
import { ConsentController } from './internal/consent/consent.controller.js';
import { DecideConsent } from './internal/consent/decide-consent.js';
import { RenewConsent } from './internal/consent/renew-consent.js';
import { PushRequest } from './internal/pushed/push-request.js';
import { PushedRequestsController } from './internal/pushed/pushed-requests.controller.js';
import { AuthorizationRequestEntity } from './internal/requests/authorization-request.entity.js';
import { AuthorizationRequests } from './internal/requests/authorization-requests.js';
import { ClearRequestsJob } from './internal/requests/clear-requests.job.js';
import { StoredRequests } from './internal/requests/stored-requests.js';

/** The authorization endpoint, pushed requests and consent. */
@Module({
  imports: [
    TypeOrmModule.forFeature([AuthorizationRequestEntity]),
    AuditModule,
    AccountsModule,
    ProjectsModule,
    ClientsModule,
    VerificationModule,
    AppProfilesModule,
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
    AppPresentations,
    AuthorizationFaults,
    AuthorizationRequests,
    ClearRequestsJob,
    ConsentViews,
    DecideConsent,
    ProceedAuthorization,
    PushRequest,
    PutBeforePerson,
    ReceiveRequest,
    RenewConsent,
    StoredRequests,
  ],
})
export class AuthorizationModule {}
