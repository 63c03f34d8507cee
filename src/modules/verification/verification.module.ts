import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { AppVerifications } from './app-verifications.service.js';
import { AppVerificationEntity } from './internal/app-verification.entity.js';

/** What an app may request: its tier and the limits of that. Submission and review will be added here. */
@Module({
  imports: [AuditModule, ClientsModule, TypeOrmModule.forFeature([AppVerificationEntity])],
  providers: [AppVerifications],
  exports: [AppVerifications],
})
export class VerificationModule {}
