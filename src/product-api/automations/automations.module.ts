import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AutomationEntity } from './internal/automation.entity.js';

/** Messages that events set off. The table is here; its controllers come with automations. */
@Module({ imports: [TypeOrmModule.forFeature([AutomationEntity])] })
export class AutomationsModule {}
