import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../../modules/audit/audit.module.js';
import { ProjectsModule } from '../../modules/projects/projects.module.js';
import { RulesModule } from '../rules/rules.module.js';
import { SpecsModule } from '../specs/specs.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { AudienceStreamController } from './audience-stream.controller.js';
import { AudienceStream } from './audience-stream.service.js';
import { AudienceController } from './audience.controller.js';
import { Aggregations } from './aggregations.service.js';
import { AudienceQueriesController } from './audience-queries.controller.js';
import { AudienceQueries } from './audience-queries.service.js';
import { AudienceService } from './audience.service.js';
import { ContactEdits } from './contact-edits.service.js';
import { ContactErasers } from './contact-erasers.js';
import { ContactErasure } from './contact-erasure.service.js';
import { ContactValues } from './contact-values.service.js';
import { AnnounceSubscriptions } from './internal/announce-subscriptions.js';
import { ClearConsentChangesJob } from './internal/clear-consent-changes.job.js';
import { ConsentLogEraser } from './internal/consent-log.eraser.js';
import { EraseRestJob } from './internal/erase-rest.job.js';
import { ConsentChangeEntity } from './internal/consent-change.entity.js';
import { ContactSuppressionEntity } from './internal/contact-suppression.entity.js';
import { ContactEntity } from './internal/contact.entity.js';
import { Subscriptions } from './subscriptions.service.js';
import { Suppressions } from './suppressions.service.js';

const ENTITIES = [ContactEntity, ConsentChangeEntity, ContactSuppressionEntity];

/** The contacts of a project. Other areas use `ContactErasure`, `ContactValues`, `Subscriptions` and `Suppressions`. */
@Module({
  imports: [
    AuditModule,
    DiscoveryModule,
    ProjectsModule,
    RulesModule,
    SpecsModule,
    WebhooksModule,
    TypeOrmModule.forFeature(ENTITIES),
  ],
  controllers: [AudienceController, AudienceQueriesController, AudienceStreamController],
  providers: [
    Aggregations,
    AnnounceSubscriptions,
    AudienceQueries,
    AudienceService,
    AudienceStream,
    ClearConsentChangesJob,
    ConsentLogEraser,
    ContactEdits,
    ContactErasers,
    ContactErasure,
    ContactValues,
    EraseRestJob,
    Subscriptions,
    Suppressions,
  ],
  exports: [
    AudienceQueries,
    AudienceService,
    AudienceStream,
    ContactErasure,
    ContactValues,
    Subscriptions,
    Suppressions,
  ],
})
export class AudienceModule {}
