import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CampaignEntity } from './internal/campaign.entity.js';

/** Messages to many contacts. Only the table so far, no controller. */
@Module({ imports: [TypeOrmModule.forFeature([CampaignEntity])] })
export class CampaignsModule {}
