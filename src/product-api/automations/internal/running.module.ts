import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../../../modules/audit/audit.module.js';
import { ProjectsModule } from '../../../modules/projects/projects.module.js';
import { AudienceModule } from '../../audience/audience.module.js';
import { MessagesModule } from '../../messages/messages.module.js';
import { RulesModule } from '../../rules/rules.module.js';
import { SegmentsModule } from '../../segments/segments.module.js';
import { SpecsModule } from '../../specs/specs.module.js';
import { AutomationVersionEntity } from './automation-version.entity.js';
import { AutomationEntity } from './automation.entity.js';
import { DefinitionRules } from './definition-rules.js';
import { EnrollmentEntity } from './enrollment.entity.js';
import { ContactsSubscribedJob } from './entries/contacts-subscribed.job.js';
import { DateScanJob } from './entries/date-scan.job.js';
import { EnterContacts } from './entries/enter-contacts.js';
import { EventsRecordedJob } from './entries/events-recorded.job.js';
import { PlanDateScansJob } from './entries/plan-date-scans.job.js';
import { SegmentEnteredJob } from './entries/segment-entered.job.js';
import { LiveAutomations } from './live-automations.js';
import { MessageDayEntity } from './message-day.entity.js';
import { PauseAutomation } from './pause-automation.js';
import { BranchContacts } from './running/branch-contacts.js';
import { ExecuteBatch } from './running/execute-batch.js';
import { ExecuteInstruction } from './running/execute-instruction.js';
import { MessageDays } from './running/message-days.js';
import { RunDue } from './running/run-due.js';
import {
  AutomationArchivedJob,
  AutomationResumedJob,
  EnrollmentsDueJob,
  RunAutomationsJob,
} from './running/running.jobs.js';
import { SendMessages } from './running/send-messages.js';
import { SetAttribute } from './running/set-attribute.js';
import { TellAdmins } from './tell-admins.js';
import { ClearEnrollmentsJob } from './upkeep/clear-enrollments.job.js';
import { EnrollmentsEraser } from './upkeep/enrollments.eraser.js';
import { PauseUnentitledJob } from './upkeep/pause-unentitled.job.js';

const ENTITIES = [AutomationEntity, AutomationVersionEntity, EnrollmentEntity, MessageDayEntity];

/** Automations as they run: who enters, and what happens to them. */
@Module({
  imports: [
    AuditModule,
    ProjectsModule,
    AudienceModule,
    MessagesModule,
    RulesModule,
    SegmentsModule,
    SpecsModule,
    TypeOrmModule.forFeature(ENTITIES),
  ],
  providers: [
    ...[DefinitionRules, LiveAutomations, PauseAutomation, TellAdmins],
    ...[EnterContacts, ContactsSubscribedJob, DateScanJob, EventsRecordedJob, PlanDateScansJob],
    SegmentEnteredJob,
    ...[RunDue, ExecuteBatch, ExecuteInstruction],
    ...[BranchContacts, MessageDays, SendMessages, SetAttribute],
    ...[AutomationArchivedJob, AutomationResumedJob, EnrollmentsDueJob, RunAutomationsJob],
    ...[ClearEnrollmentsJob, EnrollmentsEraser, PauseUnentitledJob],
  ],
  exports: [DefinitionRules, LiveAutomations, PauseAutomation, EnterContacts],
})
export class RunningModule {}
