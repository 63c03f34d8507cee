import { Injectable } from '@nestjs/common';
import { ProjectProfiles } from '../../modules/projects/project-profiles.service.js';
import type { VerifiedProject } from '../../modules/tokens/verified-access.js';
import { toWire } from '../wire/wire-class.js';
import { Project } from './project.dto.js';

@Injectable()
export class ProjectService {
  constructor(private readonly profiles: ProjectProfiles) {}

  async describe(project: VerifiedProject): Promise<Project> {
    return toWire(Project, { ...project, ...(await this.profiles.get(project.id)) });
  }
}
