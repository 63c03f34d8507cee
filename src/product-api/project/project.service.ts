import { Injectable } from '@nestjs/common';
import { ProjectProfiles } from '../../modules/projects/project-profiles.service.js';
import { toWire } from '../wire/wire-class.js';
import { Project } from './project.dto.js';

@Injectable()
export class ProjectService {
  constructor(private readonly profiles: ProjectProfiles) {}

  async describe(projectId: string): Promise<Project> {
    return toWire(Project, await this.profiles.get(projectId));
  }
}
