import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ProjectService } from '../../product-api/project/project.service.js';
import { organisation, projectArgument } from './arguments.js';
import { requireProject } from './require-project.js';
import { tool } from './tool.js';

const OUTPUT = z.object({
  project: z.object({
    id: z.string(),
    name: z.string(),
    organisation,
    plan: z.string(),
    locale: z.string(),
    timezone: z.string(),
    defaultCountry: z.string(),
    createdAt: z.string(),
  }),
});

@Injectable()
export class GetProjectTool {
  readonly tool = tool({
    name: 'get_project',
    title: 'One project',
    description: 'Shows the settings of a project: language, time zone, default country and plan.',
    scope: 'mcp:read',
    needs: ['project:read'],
    inProject: true,
    input: z.object({ project: projectArgument }),
    output: OUTPUT,
    call: async (place) => ({ project: await this.projects.describe(requireProject(place)) }),
  });

  constructor(private readonly projects: ProjectService) {}
}
