import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ProjectsModule } from '../../modules/projects/projects.module.js';
import { AudienceController } from './audience.controller.js';
import { AudienceService } from './audience.service.js';
import { ContactEntity } from './internal/contact.entity.js';

@Module({
  imports: [ProjectsModule, TypeOrmModule.forFeature([ContactEntity])],
  controllers: [AudienceController],
  providers: [AudienceService],
})
export class AudienceModule {}
