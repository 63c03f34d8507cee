import { Module } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { AccountModule } from './account/account.module.js';
import { ProjectAuditModule } from './audit/audit.module.js';
import { AudienceModule } from './audience/audience.module.js';
import { AutomationsModule } from './automations/automations.module.js';
import { CampaignsModule } from './campaigns/campaigns.module.js';
import { DataSourcesModule } from './data-sources/data-sources.module.js';
import { CarrierModule } from './carrier/carrier.module.js';
import { DocsModule } from './docs/docs.module.js';
import { EventsModule } from './events/events.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { MessagesModule } from './messages/messages.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { ProjectModule } from './project/project.module.js';
import { RulesModule } from './rules/rules.module.js';
import { SegmentsModule } from './segments/segments.module.js';
import { SendersModule } from './senders/senders.module.js';
import { SpecsModule } from './specs/specs.module.js';

import { TestNumbersModule } from './test-numbers/test-numbers.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

/** The Product API: one line for each of its modules. */
@Module({
  imports: [
    AccessModule,
    DocsModule,
    AccountModule,
    ProjectModule,
    ProjectAuditModule,
    SpecsModule,
    WebhooksModule,
    AudienceModule,
    EventsModule,
    DataSourcesModule,
    ImportsModule,
    RulesModule,
    SegmentsModule,
    CampaignsModule,
    AutomationsModule,
    TestNumbersModule,
    SendersModule,
    MessagesModule,
    CarrierModule,
    ReportsModule,
  ],
})
export class ProductApiModule {}
