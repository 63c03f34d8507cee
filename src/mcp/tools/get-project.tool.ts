import { Injectable } from '@nestjs/common';
import { Project } from '../../product-api/project/project.dto.js';
import { ProjectService } from '../../product-api/project/project.service.js';
import { Nested } from '../../product-api/wire/fields.js';
import { ProjectInput } from './arguments.js';
import { tool } from './tool.js';

class Output {
  @Nested(Project) project!: Project;
}

@Injectable()
export class GetProjectTool {
  readonly tool = tool({
    name: 'get_project',
    title: 'One project',
    description: 'Shows the settings of a project: language, time zone, default country and plan.',
    scope: 'mcp:read',
    needs: ['project:read'],
    inProject: true,
    input: ProjectInput,
    output: Output,
    call: async ({ project }) => ({ project: await this.projects.describe(project.id) }),
  });

  constructor(private readonly projects: ProjectService) {}
}
