import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AppProfilesModule } from '../app-profiles/app-profiles.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { VerificationModule } from '../verification/verification.module.js';
import { AppVersions } from './app-versions.service.js';
import { DomainProofEntity } from './internal/domains/domain-proof.entity.js';
import { AppAnswersEntity } from './internal/versions/app-answers.entity.js';
import { AppVersionEventEntity } from './internal/versions/app-version-event.entity.js';
import { AppVersionEntity } from './internal/versions/app-version.entity.js';
import { LiveApps } from './internal/versions/live-apps.js';
import { VersionStore } from './internal/versions/version-store.js';

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
  providers: [AppVersions, LiveApps, VersionStore],
  exports: [AppVersions],
})
export class ReviewsModule {}
