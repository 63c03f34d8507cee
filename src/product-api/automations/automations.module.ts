import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ProjectsModule } from '../../modules/projects/projects.module.js';
import { SpecsModule } from '../specs/specs.module.js';
import { AutomationDraftsController } from './automation-drafts.controller.js';
import { AutomationDrafts } from './automation-drafts.service.js';
import { AutomationsController } from './automations.controller.js';
import { AutomationVersionEntity } from './internal/automation-version.entity.js';
import { AutomationEntity } from './internal/automation.entity.js';
import { DefinitionSight } from './internal/definition-sight.js';
import { EnrollmentEntity } from './internal/enrollment.entity.js';
import { LiveAutomations } from './internal/live-automations.js';
import { MessageDayEntity } from './internal/message-day.entity.js';

/** Messages that contacts get by themselves once something has happened. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      AutomationEntity,
      AutomationVersionEntity,
      EnrollmentEntity,
      MessageDayEntity,
    ]),
    ProjectsModule,
    SpecsModule,
  ],
  controllers: [AutomationsController, AutomationDraftsController],
  providers: [AutomationDrafts, DefinitionSight, LiveAutomations],
})
export class AutomationsModule {}
