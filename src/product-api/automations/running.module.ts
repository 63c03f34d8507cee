import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../../modules/audit/audit.module.js';
import { ProjectsModule } from '../../modules/projects/projects.module.js';
import { AudienceModule } from '../audience/audience.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { RulesModule } from '../rules/rules.module.js';
import { SegmentsModule } from '../segments/segments.module.js';
import { SpecsModule } from '../specs/specs.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { AutomationVersionEntity } from './internal/automation-version.entity.js';
import { AutomationEntity } from './internal/automation.entity.js';
import { DefinitionRules } from './internal/definition-rules.js';
import { EnrollmentEntity } from './internal/enrollment.entity.js';
import { ContactsSubscribedJob } from './internal/entries/contacts-subscribed.job.js';
import { DateScanJob } from './internal/entries/date-scan.job.js';
import { EnterContacts } from './internal/entries/enter-contacts.js';
import { EventsRecordedJob } from './internal/entries/events-recorded.job.js';
import { PlanDateScansJob } from './internal/entries/plan-date-scans.job.js';
import { SegmentEnteredJob } from './internal/entries/segment-entered.job.js';
import { LiveAutomations } from './internal/live-automations.js';
import { MessageDayEntity } from './internal/message-day.entity.js';
import { PauseAutomation } from './internal/pause-automation.js';
import { BranchContacts } from './internal/running/branch-contacts.js';
import { ExecuteBatch } from './internal/running/execute-batch.js';
import { ExecuteInstruction } from './internal/running/execute-instruction.js';
import { MessageDays } from './internal/running/message-days.js';
import { RunDue } from './internal/running/run-due.js';
import {
  AutomationArchivedJob,
  AutomationResumedJob,
  EnrollmentsDueJob,
  RunAutomationsJob,
} from './internal/running/running.jobs.js';
import { SendMessages } from './internal/running/send-messages.js';
import { SetAttribute } from './internal/running/set-attribute.js';
import { TellWebhook } from './internal/running/tell-webhook.js';
import { TellAdmins } from './internal/tell-admins.js';
import { ClearEnrollmentsJob } from './internal/upkeep/clear-enrollments.job.js';
import { EnrollmentsEraser } from './internal/upkeep/enrollments.eraser.js';
import { PauseUnentitledJob } from './internal/upkeep/pause-unentitled.job.js';

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
    WebhooksModule,
    TypeOrmModule.forFeature(ENTITIES),
  ],
  providers: [
    ...[DefinitionRules, LiveAutomations, PauseAutomation, TellAdmins],
    ...[EnterContacts, ContactsSubscribedJob, DateScanJob, EventsRecordedJob, PlanDateScansJob],
    SegmentEnteredJob,
    ...[RunDue, ExecuteBatch, ExecuteInstruction],
    ...[BranchContacts, MessageDays, SendMessages, SetAttribute, TellWebhook],
    ...[AutomationArchivedJob, AutomationResumedJob, EnrollmentsDueJob, RunAutomationsJob],
    ...[ClearEnrollmentsJob, EnrollmentsEraser, PauseUnentitledJob],
  ],
  exports: [DefinitionRules, LiveAutomations, PauseAutomation, EnterContacts],
})
export class RunningModule {}
