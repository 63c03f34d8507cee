import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { AppProfiles } from './app-profiles.service.js';
import { AppProfileEntity } from './internal/app-profile.entity.js';

/** What apps say about themselves beyond their OAuth metadata. */
@Module({
  imports: [AuditModule, TypeOrmModule.forFeature([AppProfileEntity])],
  providers: [AppProfiles],
  exports: [AppProfiles],
})
export class AppProfilesModule {}
