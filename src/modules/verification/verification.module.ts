import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { AppTesters } from './app-testers.service.js';
import { AppVerifications } from './app-verifications.service.js';
import { FaultLab } from './fault-lab/fault-lab.service.js';
import { FailLateTrialsJob } from './internal/fault-lab/fail-late-trials.job.js';
import { FaultTrialEntity } from './internal/fault-lab/fault-trial.entity.js';
import { AppOutsideProjectEntity } from './internal/app-outside-project.entity.js';
import { VerificationConfirmations } from './verification-confirmations.service.js';
import { AppVerificationEntity } from './internal/app-verification.entity.js';
import { ReachNoticeJob } from './internal/reach-notice.job.js';
import { AppTesterEntity } from './internal/testers/app-tester.entity.js';
import { ClearTestersJob } from './internal/testers/clear-testers.job.js';
import { TesterInvitedJob } from './internal/testers/tester-invited.job.js';
import { OutsideProjects } from './outside-projects.service.js';

const entities = [
  AppOutsideProjectEntity,
  AppTesterEntity,
  AppVerificationEntity,
  FaultTrialEntity,
];

/** What an app may request: its tier and the limits of that, and the testers of apps under development. */
@Module({
  imports: [AuditModule, ClientsModule, TypeOrmModule.forFeature(entities)],
  providers: [
    AppTesters,
    AppVerifications,
    ClearTestersJob,
    FailLateTrialsJob,
    FaultLab,
    OutsideProjects,
    ReachNoticeJob,
    TesterInvitedJob,
    VerificationConfirmations,
  ],
  exports: [AppTesters, AppVerifications, FaultLab, OutsideProjects, VerificationConfirmations],
})
export class VerificationModule {}
