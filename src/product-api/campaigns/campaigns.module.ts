import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../../modules/audit/audit.module.js';
import { GrantsModule } from '../../modules/grants/grants.module.js';
import { ProjectsModule } from '../../modules/projects/projects.module.js';
import { TokensModule } from '../../modules/tokens/tokens.module.js';
import { FundsModule } from '../funds/funds.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { RulesModule } from '../rules/rules.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { SpecsModule } from '../specs/specs.module.js';
import { CampaignActionsController } from './campaign-actions.controller.js';
import { CampaignActions } from './campaign-actions.service.js';
import { CampaignDraftsController } from './campaign-drafts.controller.js';
import { CampaignDrafts } from './campaign-drafts.service.js';
import { CampaignReports } from './campaign-reports.service.js';
import { CampaignTrialsController } from './campaign-trials.controller.js';
import { CampaignTrials } from './campaign-trials.service.js';
import { CampaignsController } from './campaigns.controller.js';
import { CampaignAudiences } from './internal/campaign-audience.js';
import { CampaignEffects } from './internal/campaign-effects.js';
import { CampaignRecipientEntity } from './internal/campaign-recipient.entity.js';
import { CampaignEntity } from './internal/campaign.entity.js';
import { CheckContent } from './internal/check-content.js';
import { CheckResume } from './internal/check-resume.js';
import { CheckStart } from './internal/check-start.js';
import { CollectRecipients } from './internal/collect-recipients.js';
import { DueTimes } from './internal/due-times.js';
import { EndRun } from './internal/end-run.js';
import { EnqueueMessages } from './internal/enqueue-messages.js';
import { EstimateCampaign } from './internal/estimate-campaign.js';
import { RunCampaignJob } from './internal/run-campaign.job.js';
import { SendStep } from './internal/send-step.js';
import { SendingAccess } from './internal/sending-access.js';
import { TellHeld } from './internal/tell-held.js';
import { WatchCampaignsJob } from './internal/watch-campaigns.job.js';

/** Messages to many contacts. */
@Module({
  imports: [
    ...[AuditModule, GrantsModule, ProjectsModule, TokensModule],
    ...[FundsModule, MessagesModule, RulesModule, SpecsModule, WebhooksModule],
    TypeOrmModule.forFeature([CampaignEntity, CampaignRecipientEntity]),
  ],
  controllers: [
    CampaignDraftsController,
    CampaignTrialsController,
    CampaignActionsController,
    CampaignsController,
  ],
  providers: [
    ...[CampaignDrafts, CampaignTrials, CampaignActions, CampaignReports],
    ...[CheckContent, CheckStart, CheckResume, CampaignEffects],
    ...[CampaignAudiences, EstimateCampaign, DueTimes],
    ...[RunCampaignJob, CollectRecipients, SendStep, EnqueueMessages, EndRun],
    ...[SendingAccess, TellHeld, WatchCampaignsJob],
  ],
})
export class CampaignsModule {}
