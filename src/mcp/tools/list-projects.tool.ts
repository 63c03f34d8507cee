import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { toWireId } from '../../kernel/ids.js';
import type { VerifiedProject } from '../../modules/tokens/verified-access.js';
import { organisation } from './arguments.js';
import { tool, type ToolPlace } from './tool.js';

const OUTPUT = z.object({
  projects: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      organisation,
      role: z.string().describe('What the person is in this project now.'),
      plan: z.string(),
      tools: z.array(z.string()).describe('Tools that work in this project now.'),
    }),
  ),
});

/** The projects that the grant includes. It acts in no project, so it works whatever is refused there. */
@Injectable()
export class ListProjectsTool {
  readonly tool = tool({
    name: 'list_projects',
    title: 'Connected projects',
    description:
      'Lists the projects that the person connected, their ids, and which tools work in each at this moment.',
    scope: 'mcp:read',
    needs: [],
    inProject: false,
    input: z.object({}),
    output: OUTPUT,
    call: (place) => Promise.resolve({ projects: describeAll(place) }),
  });
}

const describeAll = ({ access, toolsIn }: ToolPlace) =>
  access.projects.map((project) => ({ ...describe(project), tools: toolsIn(project) }));

const describe = ({ id, name, organisation: owner, role, plan }: VerifiedProject) => ({
  id: toWireId('prj', id),
  name,
  organisation: { id: toWireId('org', owner.id), name: owner.name },
  role,
  plan,
});
