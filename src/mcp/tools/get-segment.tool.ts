import { Injectable } from '@nestjs/common';
import { PlainLists } from '../../product-api/access/plain-lists.service.js';
import { Segment, SEGMENT_LIST } from '../../product-api/segments/segments.dto.js';
import { Nested, Text } from '../../product-api/wire/fields.js';
import { requireUuid } from '../../product-api/wire/wire-id.pipe.js';
import { ProjectInput } from './arguments.js';
import { tool } from './tool.js';

class Input extends ProjectInput {
  @Text({ max: 40, description: 'Id of the segment, seg_…' }) uid!: string;
}

class Output {
  @Nested(Segment) segment!: Segment;
}

@Injectable()
export class GetSegmentTool {
  readonly tool = tool({
    name: 'get_segment',
    title: 'One segment',
    description: 'Shows one segment of a project with its rule and its last count of contacts.',
    scope: 'mcp:read',
    needs: ['segments:read'],
    inProject: true,
    input: Input,
    output: Output,
    call: async ({ project }, { uid }) => {
      const { entity } = await this.lists.get(SEGMENT_LIST, project.id, requireUuid('seg', uid));
      return { segment: entity };
    },
  });

  constructor(private readonly lists: PlainLists) {}
}
