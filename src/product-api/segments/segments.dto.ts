import { listPlan } from '../access/list-plan.js';
import { DATA_TYPES, type DataType } from '../specs/data-types.js';
import { Json, Moment, Nested, OneOf, Text, Whole, WireId } from '../wire/fields.js';
import { toWireId } from '../../kernel/ids.js';
import { column } from '../../platform/database/row-shape.js';
import { SEGMENT_STATUSES, SEGMENT_TYPES, SegmentEntity } from './internal/segment.entity.js';
import { SEGMENT_USERS, type SegmentUseEntity } from './internal/segment-use.entity.js';

export { SEGMENT_TYPES };

/** What a parameter of a segment's rule must be. */
export class SegmentParameter {
  @Text({ example: '$1' }) name!: string;
  @OneOf(DATA_TYPES) dataType!: DataType;
}

interface Use {
  readonly kind: SegmentUseEntity['usedByKind'];
  readonly id: string;
}

const USERS = { campaign: 'cmp', automation: 'aut' } as const;

/** What uses a segment and keeps it from being deleted. */
export class SegmentUse {
  @OneOf(SEGMENT_USERS) kind!: SegmentUseEntity['usedByKind'];
  @Text({
    from: ({ kind, id }: Use) => toWireId(USERS[kind], id),
    example: 'cmp_01kag0r4yqf8ktm3v9x2s5c7bn',
  })
  id!: string;
}

/** A segment on the wire. */
export class Segment {
  @WireId('seg', { from: 'id' }) uid!: string;
  @Text() name!: string;
  @Text({ nullable: true }) description!: string | null;
  @OneOf(SEGMENT_TYPES) type!: SegmentEntity['type'];
  @Json({ nullable: true, description: 'The rule of a dynamic segment.' }) rule!: object | null;
  @Nested(SegmentParameter, {
    many: true,
    description: 'What `$1`, `$2` … in the rule must be; `parameter=…|…` gives their values.',
  })
  parameters!: readonly SegmentParameter[];
  @OneOf(SEGMENT_STATUSES, {
    description: '`error`: the rule could not be evaluated the last time.',
  })
  status!: SegmentEntity['status'];
  @Whole({ nullable: true, description: 'Contacts at `lastComputedAt`.' })
  lastCount!: number | null;
  @Moment({ nullable: true }) lastComputedAt!: string | null;
  @Nested(SegmentUse, {
    many: true,
    description:
      'Scheduled campaigns and active automations; as long as there are some, it cannot be deleted.',
  })
  usedBy!: readonly SegmentUse[];
  @WireId('usr', { nullable: true }) createdBy!: string | null;
  @Whole() version!: number;
  @Moment() createdAt!: string;
  @Moment() updatedAt!: string;
}

/** Not a column: who uses it. */
export const USED_BY = {
  usedBy: {
    sql: `(SELECT coalesce(jsonb_agg(jsonb_build_object('kind', used_by_kind, 'id', used_by_id) ORDER BY used_by_id), '[]')
      FROM segment_uses WHERE segment_uses.project_id = :projectId AND segment_uses.segment_id = segments.id)`,
    type: column<readonly Use[]>('jsonb'),
  },
} as const;

const CHOICES = {
  computed: USED_BY,
  filters: {
    type: ['eq', 'neq', 'in'],
    status: ['eq', 'neq', 'in'],
    name: ['contains'],
    updatedAt: ['gt', 'gte', 'lt', 'lte'],
  },
  sorts: {
    name: 'asc',
    updatedAt: 'asc',
    // A segment that was never counted sorts before an empty one.
    lastCount: { direction: 'asc', whenNull: -1 },
  },
} as const;

export const SEGMENT_LIST = listPlan('segments', SegmentEntity, Segment, CHOICES);

/** Rules that can be evaluated as they are. */
export const DYNAMIC_LIST = listPlan('dynamic-segments', SegmentEntity, Segment, {
  ...CHOICES,
  among: `type = 'dynamic' AND parameters = '[]'`,
});

export class ListSegmentsDto extends SEGMENT_LIST.Query {}

/** The values of a rule's parameters. */
export class SegmentParameterDto {
  @Text({
    ...{ optional: true, max: 2_000, example: 'Madrid|100' },
    description: 'Values of the parameters of the rule, separated by `|`.',
  })
  parameter?: string;
}

export class SegmentCount {
  @Whole() count!: number;
}
