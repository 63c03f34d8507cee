import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { AppStandings } from './app-standings.service.js';
import { AppStandingEntity } from './internal/app-standing.entity.js';

/** What an app may ask for: its tier and what follows from it. Submission and review will live here too. */
@Module({
  imports: [AuditModule, ClientsModule, TypeOrmModule.forFeature([AppStandingEntity])],
  providers: [AppStandings],
  exports: [AppStandings],
})
export class VerificationModule {}
