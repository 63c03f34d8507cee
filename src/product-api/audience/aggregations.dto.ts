import { field } from '../wire/field.js';
import { Flag, Nested, OneOf, Text, Whole } from '../wire/fields.js';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ValidateBy,
} from '../../platform/validation/class-validator.js';
import { RuleDto } from './audience.dto.js';

export const AGGREGATION_TYPES = ['terms', 'date_histogram', 'range', 'stats'] as const;
export const INTERVALS = ['day', 'week', 'month'] as const;

const MOST_AGGREGATIONS = 5;
const MOST_RANGES = 20;

/** A number, or a time as text. */
const Bound = () =>
  field<number | string, { readonly optional: true }>(
    { optional: true },
    {
      schema: { oneOf: [{ type: 'number' }, { type: 'string', maxLength: 64 }] },
      rules: (each) => [
        ValidateBy(
          {
            name: 'isBound',
            validator: {
              validate: isBound,
              defaultMessage: () => '$property must be a number, or a time as text',
            },
          },
          each,
        ),
      ],
    },
  );

const isBound = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && value.length <= 64);

class RangeDto {
  /** Included. */
  @Bound() from?: number | string;
  /** Not included. */
  @Bound() to?: number | string;
}

export class AggregationDto {
  @Text({ min: 1, max: 64, description: 'Names the answer.', example: 'countries' }) name!: string;
  @OneOf(AGGREGATION_TYPES) type!: (typeof AGGREGATION_TYPES)[number];
  @Text({ min: 1, max: 64, description: 'As in rules.', example: '_country' }) key!: string;

  @Whole({ optional: true, min: 1, max: 100, description: 'Of `terms`: most buckets; else 10.' })
  size?: number;

  @OneOf(INTERVALS, { optional: true, description: 'Of `date_histogram`: else `day`.' })
  interval?: (typeof INTERVALS)[number];

  @ArrayMaxSize(MOST_RANGES)
  @Nested(RangeDto, { many: true, optional: true, description: 'Of `range`: 1 to 20.' })
  ranges?: readonly RangeDto[];
}

export class AggregateAudienceDto extends RuleDto {
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_AGGREGATIONS)
  @Nested(AggregationDto, { many: true })
  aggregations!: readonly AggregationDto[];
}

class Bucket {
  @Text({ description: 'A value; the first day of a span; or a range, as `from-to`.' })
  key!: string;
  @Whole() count!: number;
}

class Stats {
  @Whole() count!: number;
  @Text({ nullable: true, description: 'A decimal number, as the others.' }) min!: string | null;
  @Text({ nullable: true }) max!: string | null;
  @Text({ nullable: true }) avg!: string | null;
  @Text({ nullable: true }) sum!: string | null;
}

/** The result of one aggregation. */
class Aggregation {
  @Text() name!: string;
  @OneOf(AGGREGATION_TYPES) type!: (typeof AGGREGATION_TYPES)[number];
  @Text() key!: string;
  @Nested(Bucket, { many: true, optional: true }) buckets?: readonly Bucket[];
  @Nested(Stats, { optional: true }) stats?: Stats;
}

export class AudienceAggregations {
  @Nested(Aggregation, { many: true }) aggregations!: readonly Aggregation[];
}

export class AggregationsMetadata {
  @Flag({
    description: 'Buckets of fewer than five contacts are left out: without `audience.full:read`.',
  })
  readonly suppressed!: boolean;
}
