import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../../modules/audit/audit.module.js';
import { ProjectsModule } from '../../modules/projects/projects.module.js';
import { SpecsModule } from '../specs/specs.module.js';
import { AudienceStreamController } from './audience-stream.controller.js';
import { AudienceStream } from './audience-stream.service.js';
import { AudienceController } from './audience.controller.js';
import { AudienceQueries } from './audience-queries.service.js';
import { AudienceService } from './audience.service.js';
import { ClearConsentChangesJob } from './internal/clear-consent-changes.job.js';
import { ConsentChangeEntity } from './internal/consent-change.entity.js';
import { ContactSuppressionEntity } from './internal/contact-suppression.entity.js';
import { ContactEntity } from './internal/contact.entity.js';
import { Subscriptions } from './subscriptions.service.js';
import { Suppressions } from './suppressions.service.js';

const ENTITIES = [ContactEntity, ConsentChangeEntity, ContactSuppressionEntity];

/** The contacts of a project. Other areas use `Subscriptions` and `Suppressions`. */
@Module({
  imports: [AuditModule, ProjectsModule, SpecsModule, TypeOrmModule.forFeature(ENTITIES)],
  controllers: [AudienceController, AudienceStreamController],
  providers: [
    AudienceQueries,
    AudienceService,
    AudienceStream,
    ClearConsentChangesJob,
    Subscriptions,
    Suppressions,
  ],
  exports: [Subscriptions, Suppressions],
})
export class AudienceModule {}
