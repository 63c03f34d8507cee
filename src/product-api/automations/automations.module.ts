import { Module } from '@nestjs/common';
import { AuditModule } from '../../modules/audit/audit.module.js';
import { ProjectsModule } from '../../modules/projects/projects.module.js';
import { AudienceModule } from '../audience/audience.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { RulesModule } from '../rules/rules.module.js';
import { SpecsModule } from '../specs/specs.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { AutomationActivityController } from './automation-activity.controller.js';
import { AutomationDraftsController } from './automation-drafts.controller.js';
import { AutomationDrafts } from './automation-drafts.service.js';
import { AutomationReports } from './automation-report.service.js';
import { AutomationStatesController } from './automation-states.controller.js';
import { AutomationStates } from './automation-states.service.js';
import { AutomationTrigger } from './automation-trigger.service.js';
import { AutomationsController } from './automations.controller.js';
import { DefinitionChecks } from './internal/definition-checks.js';
import { DefinitionWebhooks } from './internal/definition-webhooks.js';
import { DefinitionSight } from './internal/definition-sight.js';
import { RunningModule } from './running.module.js';

/** Messages that contacts get by themselves once something has happened. */
@Module({
  imports: [
    AuditModule,
    ProjectsModule,
    AudienceModule,
    MessagesModule,
    RulesModule,
    SpecsModule,
    WebhooksModule,
    RunningModule,
  ],
  controllers: [
    AutomationsController,
    AutomationDraftsController,
    AutomationStatesController,
    AutomationActivityController,
  ],
  providers: [
    AutomationDrafts,
    AutomationReports,
    AutomationStates,
    AutomationTrigger,
    DefinitionChecks,
    DefinitionSight,
    DefinitionWebhooks,
  ],
})
export class AutomationsModule {}
