import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { AppLogos } from './app-logos.service.js';
import { AppProfiles } from './app-profiles.service.js';
import { AppLogoEntity } from './internal/logos/app-logo.entity.js';
import { LogosController } from './internal/logos/logos.controller.js';
import { AppProfileEntity } from './internal/app-profile.entity.js';

/** What apps say about themselves beyond their OAuth metadata. */
@Module({
  imports: [AuditModule, TypeOrmModule.forFeature([AppLogoEntity, AppProfileEntity])],
  controllers: [LogosController],
  providers: [AppLogos, AppProfiles],
  exports: [AppLogos, AppProfiles],
})
export class AppProfilesModule {}
