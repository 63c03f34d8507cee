import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CampaignEntity } from './internal/campaign.entity.js';

/** Messages to many contacts. The table is here; its controllers come with campaigns. */
@Module({ imports: [TypeOrmModule.forFeature([CampaignEntity])] })
export class CampaignsModule {}
