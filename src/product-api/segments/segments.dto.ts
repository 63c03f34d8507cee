import { listPlan } from '../access/list-plan.js';
import { Json, Moment, OneOf, Text, Whole, WireId } from '../wire/fields.js';
import { SEGMENT_STATUSES, SEGMENT_TYPES, SegmentEntity } from './internal/segment.entity.js';

export { SEGMENT_TYPES };

/** A segment on the wire. */
export class Segment {
  @WireId('seg', { from: 'id' }) uid!: string;
  @Text() name!: string;
  @Text({ nullable: true }) description!: string | null;
  @OneOf(SEGMENT_TYPES) type!: SegmentEntity['type'];
  @Json({ nullable: true, description: 'The rule of a dynamic segment.' }) rule!: object | null;
  @OneOf(SEGMENT_STATUSES) status!: SegmentEntity['status'];
  @Whole({ nullable: true, description: 'Contacts at `lastComputedAt`.' })
  lastCount!: number | null;
  @Moment({ nullable: true }) lastComputedAt!: string | null;
  @Whole() version!: number;
  @Moment() createdAt!: string;
  @Moment() updatedAt!: string;
}

export const SEGMENT_LIST = listPlan('segments', SegmentEntity, Segment, {
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
});

export class ListSegmentsDto extends SEGMENT_LIST.Query {}
