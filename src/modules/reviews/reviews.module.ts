import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AppProfilesModule } from '../app-profiles/app-profiles.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { VerificationModule } from '../verification/verification.module.js';
import { AppAnswers } from './app-answers.service.js';
import { AppSubmissions } from './app-submissions.service.js';
import { AppVersions } from './app-versions.service.js';
import { DomainProofs } from './domain-proofs.service.js';
import { DomainProofEntity } from './internal/domains/domain-proof.entity.js';
import { ConfirmVerificationsJob } from './internal/confirmation/confirm-verifications.job.js';
import { LookUpProof } from './internal/domains/look-up-proof.js';
import { VersionDecidedJob } from './internal/mails/version-decided.job.js';
import { AppAnswersEntity } from './internal/versions/app-answers.entity.js';
import { AppVersionEventEntity } from './internal/versions/app-version-event.entity.js';
import { AppVersionEntity } from './internal/versions/app-version.entity.js';
import { ApplyApproval } from './internal/versions/apply-approval.js';
import { ClearAppVersionsJob } from './internal/versions/clear-app-versions.job.js';
import { LiveApps } from './internal/versions/live-apps.js';
import { RecordTransition } from './internal/versions/record-transition.js';
import { VersionStore } from './internal/versions/version-store.js';
import { OperatorApps } from './operator-apps.service.js';
import { ReviewQueue } from './review-queue.service.js';
import { Reviews } from './reviews.service.js';
import { SuspendedApps } from './suspended-apps.service.js';

/** Versions of apps, their review by staff, and the domains that organisations have proven. */
@Module({
  imports: [
    AuditModule,
    ClientsModule,
    VerificationModule,
    AppProfilesModule,
    TypeOrmModule.forFeature([
      AppAnswersEntity,
      AppVersionEntity,
      AppVersionEventEntity,
      DomainProofEntity,
    ]),
  ],
  providers: [
    AppAnswers,
    AppSubmissions,
    AppVersions,
    ApplyApproval,
    ClearAppVersionsJob,
    ConfirmVerificationsJob,
    DomainProofs,
    LiveApps,
    LookUpProof,
    OperatorApps,
    RecordTransition,
    ReviewQueue,
    Reviews,
    SuspendedApps,
    VersionDecidedJob,
    VersionStore,
  ],
  exports: [
    AppAnswers,
    AppSubmissions,
    AppVersions,
    DomainProofs,
    OperatorApps,
    ReviewQueue,
    Reviews,
    SuspendedApps,
  ],
})
export class ReviewsModule {}
