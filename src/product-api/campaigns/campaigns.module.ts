import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CampaignDraftsController } from './campaign-drafts.controller.js';
import { CampaignDrafts } from './campaign-drafts.service.js';
import { CampaignsController } from './campaigns.controller.js';
import { CampaignRecipientEntity } from './internal/campaign-recipient.entity.js';
import { CampaignEntity } from './internal/campaign.entity.js';
import { CheckContent } from './internal/check-content.js';

/** Messages to many contacts. */
@Module({
  imports: [TypeOrmModule.forFeature([CampaignEntity, CampaignRecipientEntity])],
  controllers: [
    // In the order of a campaign's life.
    CampaignDraftsController,
    CampaignsController,
  ],
  providers: [CampaignDrafts, CheckContent],
})
export class CampaignsModule {}
