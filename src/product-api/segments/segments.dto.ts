import { ApiProperty } from '@nestjs/swagger';
import { ListQuery, Moment, OneOf, PartOfText, SomeOf, SortBy } from '../access/list-query.js';

const SEGMENT_TYPES = ['static', 'dynamic'] as const;
const SEGMENT_STATUSES = ['ready', 'computing', 'error'] as const;
export const SEGMENT_SORTS = ['name', 'updatedAt', 'lastCount'] as const;

export class ListSegmentsDto extends ListQuery {
  @SortBy(SEGMENT_SORTS)
  _sort?: string;

  @OneOf(SEGMENT_TYPES)
  type_eq?: string;

  @OneOf(SEGMENT_TYPES)
  type_neq?: string;

  @SomeOf(SEGMENT_TYPES)
  type_in?: string[];

  @OneOf(SEGMENT_STATUSES)
  status_eq?: string;

  @OneOf(SEGMENT_STATUSES)
  status_neq?: string;

  @SomeOf(SEGMENT_STATUSES)
  status_in?: string[];

  @PartOfText()
  name_contains?: string;

  @Moment()
  updatedAt_gt?: string;

  @Moment()
  updatedAt_gte?: string;

  @Moment()
  updatedAt_lt?: string;

  @Moment()
  updatedAt_lte?: string;
}

/** A segment on the wire. */
export class Segment {
  @ApiProperty({ example: 'seg_01kag0r4yqf8ktm3v9x2s5c7bn' })
  uid!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ type: String, nullable: true })
  description!: string | null;

  @ApiProperty({ enum: SEGMENT_TYPES })
  type!: 'static' | 'dynamic';

  @ApiProperty({ type: Object, nullable: true, description: 'The rule of a dynamic segment.' })
  rule!: object | null;

  @ApiProperty({ enum: SEGMENT_STATUSES })
  status!: 'ready' | 'computing' | 'error';

  @ApiProperty({ type: 'integer', nullable: true, description: 'Contacts at `lastComputedAt`.' })
  lastCount!: number | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastComputedAt!: string | null;

  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt!: string;
}
