import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AutomationEntity } from './internal/automation.entity.js';

/** Messages that events set off. The room has its table; its controllers come with automations. */
@Module({ imports: [TypeOrmModule.forFeature([AutomationEntity])] })
export class AutomationsModule {}
