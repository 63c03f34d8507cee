import { Injectable } from '@nestjs/common';
import { PlainLists } from '../../product-api/access/plain-lists.service.js';
import { SEGMENT_TYPES, Segment, SEGMENT_LIST } from '../../product-api/segments/segments.dto.js';
import { Nested, OneOf, Text } from '../../product-api/wire/fields.js';
import { without } from '../../product-api/wire/wire-class.js';
import { PageInput, PageOutput } from './arguments.js';
import { tool } from './tool.js';

class Input extends PageInput {
  @Text({ optional: true, min: 1, max: 120, description: 'Part of the name, in any letter case.' })
  search?: string;

  @OneOf(SEGMENT_TYPES, { optional: true })
  type?: Segment['type'];
}

/** Without rules, which are long; `get_segment` shows one. */
class SegmentSummary extends without(Segment, 'rule') {}

class Output extends PageOutput {
  @Nested(SegmentSummary, { many: true }) segments!: readonly SegmentSummary[];
}

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
    input: Input,
    output: Output,
    call: async ({ project }, { search, type, limit, cursor }) => {
      const plan = { ...SEGMENT_LIST, wire: SegmentSummary };
      const { entities, metadata } = await this.lists.page(plan, project.id, {
        _limit: limit,
        _count: false,
        _sort: 'name',
        _cursor: cursor,
        name_contains: search,
        type_eq: type,
      });
      return { segments: entities, next_cursor: metadata.next_cursor };
    },
  });

  constructor(private readonly lists: PlainLists) {}
}
