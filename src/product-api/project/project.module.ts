import { Module } from '@nestjs/common';
import { ProjectsModule } from '../../modules/projects/projects.module.js';
import { FillSandboxJob } from './internal/fill-sandbox.job.js';
import { ProjectController } from './project.controller.js';
import { ProjectService } from './project.service.js';

@Module({
  imports: [ProjectsModule],
  controllers: [ProjectController],
  providers: [FillSandboxJob, ProjectService],
  exports: [ProjectService],
})
export class ProjectModule {}
