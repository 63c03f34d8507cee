import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ListSegmentsDto } from '../../product-api/segments/segments.dto.js';
import { SegmentsService } from '../../product-api/segments/segments.service.js';
import { cursorArgument, projectArgument } from './arguments.js';
import { requireProject } from './require-project.js';
import { segmentOutput } from './segment-output.js';
import { tool, type ToolPlace } from './tool.js';

const INPUT = z.object({
  project: projectArgument,
  search: z.string().min(1).max(120).optional().describe('Part of the name, in any letter case.'),
  type: z.enum(['static', 'dynamic']).optional(),
  limit: z.int().min(1).max(50).default(20),
  cursor: cursorArgument,
});

/** Without rules, which are long; `get_segment` shows one. */
const SUMMARIES = z.array(segmentOutput.omit({ rule: true }));

const OUTPUT = z.object({
  segments: SUMMARIES,
  next_cursor: z.string().nullable().describe('Null on the last page.'),
});

@Injectable()
export class ListSegmentsTool {
  readonly tool = tool({
    name: 'list_segments',
    title: 'Segments',
    description:
      'Lists the segments of a project by name, with how many contacts were in each when it was last counted.',
    scope: 'mcp:read',
    needs: ['segments:read'],
    inProject: true,
    input: INPUT,
    output: OUTPUT,
    call: (place, input) => this.list(place, input),
  });

  constructor(private readonly segments: SegmentsService) {}

  private async list(place: ToolPlace, input: z.output<typeof INPUT>) {
    const query = Object.assign(new ListSegmentsDto(), {
      _limit: input.limit,
      _sort: 'name',
      _cursor: input.cursor,
      name_contains: input.search,
      type_eq: input.type,
    });
    const { entities, metadata } = await this.segments.list(requireProject(place).id, query);
    return { segments: SUMMARIES.parse(entities), next_cursor: metadata.next_cursor };
  }
}
