import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { AppVerifications } from './app-verifications.service.js';
import { FaultLab } from './fault-lab/fault-lab.service.js';
import { FailLateTrialsJob } from './internal/fault-lab/fail-late-trials.job.js';
import { FaultTrialEntity } from './internal/fault-lab/fault-trial.entity.js';
import { AppVerificationEntity } from './internal/app-verification.entity.js';

/** What an app may request: its tier and the limits of that. Submission and review will be added here. */
@Module({
  imports: [
    AuditModule,
    ClientsModule,
    TypeOrmModule.forFeature([AppVerificationEntity, FaultTrialEntity]),
  ],
  providers: [FailLateTrialsJob, FaultLab, AppVerifications],
  exports: [FaultLab, AppVerifications],
})
export class VerificationModule {}
