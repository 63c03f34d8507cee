import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { found } from '../../product-api/access/envelope.js';
import { SegmentsService } from '../../product-api/segments/segments.service.js';
import { projectArgument } from './arguments.js';
import { requireProject } from './require-project.js';
import { segmentOutput } from './segment-output.js';
import { tool, type ToolPlace } from './tool.js';

@Injectable()
export class GetSegmentTool {
  readonly tool = tool({
    name: 'get_segment',
    title: 'One segment',
    description: 'Shows one segment of a project with its rule and its last count of contacts.',
    scope: 'mcp:read',
    needs: ['segments:read'],
    inProject: true,
    input: z.object({
      project: projectArgument,
      uid: z.string().max(40).describe('Id of the segment, seg_…'),
    }),
    output: z.object({ segment: segmentOutput }),
    call: (place, { uid }) => this.get(place, uid),
  });

  constructor(private readonly segments: SegmentsService) {}

  private async get(place: ToolPlace, uid: string) {
    const segment = found(await this.segments.find(requireProject(place).id, uid));
    return { segment: segmentOutput.parse(segment) };
  }
}
