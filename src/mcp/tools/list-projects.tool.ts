import { Injectable } from '@nestjs/common';
import { ConnectedProject } from '../../product-api/project/project.dto.js';
import { Nested, Text } from '../../product-api/wire/fields.js';
import { toWire } from '../../product-api/wire/wire-class.js';
import { tool } from './tool.js';

class Input {}

class ProjectWithTools extends ConnectedProject {
  @Text({ many: true, description: 'Tools that work in this project now.' })
  tools!: readonly string[];
}

class Output {
  @Nested(ProjectWithTools, { many: true }) projects!: readonly ProjectWithTools[];
}

/** The projects that the grant includes. It works in no project, so no project's role or plan can refuse it. */
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
    input: Input,
    output: Output,
    call: ({ access, toolsIn }) => {
      const projects = access.projects.map((project) => ({ ...project, tools: toolsIn(project) }));
      return Promise.resolve(toWire(Output, { projects }));
    },
  });
}
