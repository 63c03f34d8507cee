import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AppProfilesModule } from '../app-profiles/app-profiles.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { GrantsModule } from '../grants/grants.module.js';
import { ProjectsModule } from '../projects/projects.module.js';
import { ReviewsModule } from '../reviews/reviews.module.js';
import { VerificationModule } from '../verification/verification.module.js';
import { AppActivityModule } from '../app-activity/app-activity.module.js';
import { LogController } from './internal/log/log.controller.js';
import { AppsController } from './internal/apps/apps.controller.js';
import { RegisterApp } from './internal/register/register-app.js';
import { RegisterController } from './internal/register/register.controller.js';
import { FaultLabController } from './internal/fault-lab/fault-lab.controller.js';
import { SandboxController } from './internal/sandbox/sandbox.controller.js';
import { ListingController } from './internal/listing/listing.controller.js';
import { ChangeApp } from './internal/settings/change-app.js';
import { RecoverApp } from './internal/settings/recover-app.js';
import { SettingsController } from './internal/settings/settings.controller.js';
import { SecretsController } from './internal/secrets/secrets.controller.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { LogoController } from './internal/logo/logo.controller.js';
import { AppUses } from './internal/ownership/app-use.js';
import { OfferApp } from './internal/ownership/offer-app.js';
import { OffersController } from './internal/ownership/offers.controller.js';
import { OwnershipController } from './internal/ownership/ownership.controller.js';
import { OwnershipView } from './internal/ownership/ownership-view.js';
import { TransferApp } from './internal/ownership/transfer-app.js';
import { AppTransferEntity } from './internal/transfer-offers/app-transfer.entity.js';
import { ClearTransfersJob } from './internal/transfer-offers/clear-transfers.job.js';
import { TransferOfferedJob } from './internal/transfer-offers/transfer-offered.job.js';
import { TransferOffers } from './internal/transfer-offers/transfer-offers.js';
import { AnswerOffer } from './internal/transfers/answer-offer.js';
import { TransfersController } from './internal/transfers/transfers.controller.js';
import { SubmitApp } from './internal/verification/submit-app.js';
import { VerificationController } from './internal/verification/verification.controller.js';
import { VerificationViews } from './internal/verification/verification-view.js';
import { VerificationFacts } from './verification-facts.service.js';
import { PortalAccess } from './internal/portal-access.js';
import { ClearFlowTrialsJob } from './internal/try/clear-flow-trials.job.js';
import { FinishTrial } from './internal/try/finish-trial.js';
import { FlowTrialEntity } from './internal/try/flow-trial.entity.js';
import { FlowTrials } from './internal/try/flow-trials.js';
import { RunFlow } from './internal/try/run-flow.js';
import { TrialEndpoints } from './internal/try/trial-endpoints.js';
import { TryController } from './internal/try/try.controller.js';
import { NameTesters } from './internal/testers/name-testers.js';
import { TestersController } from './internal/testers/testers.controller.js';

/** Pages where the people of an organisation register and manage its apps. */
@Module({
  imports: [
    AuditModule,
    AccountsModule,
    ProjectsModule,
    ClientsModule,
    VerificationModule,
    AppProfilesModule,
    ReviewsModule,
    GrantsModule,
    TokensModule,
    AppActivityModule,
    TypeOrmModule.forFeature([AppTransferEntity, FlowTrialEntity]),
  ],
  controllers: [
    AppsController,
    RegisterController,
    SettingsController,
    LogoController,
    OwnershipController,
    OffersController,
    TransfersController,
    SecretsController,
    TryController,
    FaultLabController,
    SandboxController,
    ListingController,
    TestersController,
    LogController,
    VerificationController,
  ],
  providers: [
    AnswerOffer,
    AppUses,
    ChangeApp,
    ClearFlowTrialsJob,
    ClearTransfersJob,
    FinishTrial,
    FlowTrials,
    NameTesters,
    OfferApp,
    OwnershipView,
    PortalAccess,
    RecoverApp,
    RegisterApp,
    RunFlow,
    SubmitApp,
    TrialEndpoints,
    TransferApp,
    TransferOfferedJob,
    TransferOffers,
    VerificationFacts,
    VerificationViews,
  ],
  exports: [VerificationFacts],
})
export class DeveloperPortalModule {}
