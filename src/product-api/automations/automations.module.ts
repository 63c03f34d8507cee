import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AutomationEntity } from './internal/automation.entity.js';

/** Messages triggered by events. Only the table so far, no controller. */
@Module({ imports: [TypeOrmModule.forFeature([AutomationEntity])] })
export class AutomationsModule {}
