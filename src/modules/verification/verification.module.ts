import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { AppVerifications } from './app-verifications.service.js';
import { AppVerificationEntity } from './internal/app-verification.entity.js';

/** What an app may ask for: its tier and what follows from it. Submission and review will live here too. */
@Module({
  imports: [AuditModule, ClientsModule, TypeOrmModule.forFeature([AppVerificationEntity])],
  providers: [AppVerifications],
  exports: [AppVerifications],
})
export class VerificationModule {}
