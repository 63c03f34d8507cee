import { Injectable } from '@nestjs/common';
import { toWireId } from '../../kernel/ids.js';
import { ProjectProfiles } from '../../modules/projects/project-profiles.service.js';
import type { VerifiedProject } from '../../modules/tokens/verified-access.js';
import type { Project } from './project.dto.js';

@Injectable()
export class ProjectService {
  constructor(private readonly profiles: ProjectProfiles) {}

  async describe({ id, name, plan, organisation }: VerifiedProject): Promise<Project> {
    const { createdAt, ...profile } = await this.profiles.get(id);
    return {
      id: toWireId('prj', id),
      name,
      organisation: { id: toWireId('org', organisation.id), name: organisation.name },
      plan,
      ...profile,
      createdAt: createdAt.toISOString(),
    };
  }
}
