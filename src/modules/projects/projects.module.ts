import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { MembershipEntity } from './internal/membership.entity.js';
import { OrganisationEntity } from './internal/organisation.entity.js';
import { ProjectEntity } from './internal/project.entity.js';
import { ProjectMembers } from './project-members.service.js';
import { ProjectProfiles } from './project-profiles.service.js';
import { SandboxProjects } from './sandbox-projects.service.js';
import { ProjectsService } from './projects.service.js';

/** Organisations, projects, plans and members. */
@Module({
  imports: [
    AuditModule,
    TypeOrmModule.forFeature([OrganisationEntity, ProjectEntity, MembershipEntity]),
  ],
  providers: [ProjectMembers, ProjectProfiles, ProjectsService, SandboxProjects],
  exports: [ProjectMembers, ProjectProfiles, ProjectsService, SandboxProjects],
})
export class ProjectsModule {}
