import { Json, OneOf, Text, Whole, WireId } from '../wire/fields.js';
import { SEGMENT_TYPES, type SegmentEntity } from './internal/segment.entity.js';

const NAME = { min: 1, max: 120, example: 'Lives in Spain' } as const;
const DESCRIPTION = { max: 1_000, nullable: true, optional: true } as const;
const RULE = 'See the page on rules of segments. A dynamic segment has one, a static one has none.';
const EXAMPLE = { root: { key: '_country', operator: 'eq', values: ['ES'] } };

export class NewSegmentDto {
  @Text(NAME) name!: string;
  @Text(DESCRIPTION) description?: string | null;
  @OneOf(SEGMENT_TYPES) type!: SegmentEntity['type'];
  @Json({ optional: true, nullable: true, description: RULE }) rule?: object | null;
}

/** What is absent stays. */
export class ChangeSegmentDto {
  @Text({ ...NAME, optional: true }) name?: string;
  @Text(DESCRIPTION) description?: string | null;
  @Json({ optional: true, description: RULE }) rule?: object;
}

export class PreviewSegmentDto {
  @Json({ description: 'As in a dynamic segment.', example: EXAMPLE }) rule!: object;
  @Text({
    optional: true,
    max: 2_000,
    description: 'Values of the parameters of the rule, separated by `|`.',
  })
  parameter?: string;
}

export class SegmentPreview {
  @Whole() count!: number;
  @WireId('aud', { many: true, description: 'Up to five of them, the newest.' })
  sample!: readonly string[];
}
