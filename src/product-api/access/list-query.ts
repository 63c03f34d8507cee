import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
} from 'class-validator';
import { IsMoment } from './moment.js';
import { TextUpTo } from './text-up-to.js';
import { toWholeNumber, WholeNumber } from './whole-number.js';

const toBoolean = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

const toList = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.split(',') : value;

/** What every plain list understands. A list's own DTO adds its filters, `field_operator=value`, and `_sort`. */
export class ListQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 50 })
  @Transform(toWholeNumber)
  @WholeNumber(1, 100)
  _limit: number = 50;

  @ApiPropertyOptional({ type: String, description: '`metadata.next_cursor` of the page before.' })
  @IsOptional()
  @TextUpTo(2_000)
  _cursor?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    description: 'Rows to skip; `_start` + `_limit` ≤ 10,000. Prefer `_cursor`.',
  })
  @IsOptional()
  @Transform(toWholeNumber)
  @WholeNumber(0)
  _start?: number;

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'Say in `metadata.count` how many rows there are in all.',
  })
  @Transform(toBoolean)
  @IsBoolean()
  _count: boolean = false;
}

/** A query of a list whose DTO has a `_sort`. */
export type SortedQuery = ListQuery & { readonly _sort?: string };

/** `_sort=name:desc`; the first name is the default order. */
export const SortBy = (names: readonly string[]): PropertyDecorator => {
  const orders = names.flatMap((name) => [name, `${name}:asc`, `${name}:desc`]);
  return applyDecorators(ApiPropertyOptional({ enum: orders }), IsOptional(), IsIn(orders));
};

/** `type_eq=static` */
export const OneOf = (values: readonly string[]): PropertyDecorator =>
  applyDecorators(ApiPropertyOptional({ enum: [...values] }), IsOptional(), IsIn(values));

/** `status_in=ready,error` */
export const SomeOf = (values: readonly string[]): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: String, description: `Of ${values.join(', ')}; comma-separated.` }),
    IsOptional(),
    Transform(toList),
    IsIn(values, { each: true }),
    ArrayMaxSize(values.length),
  );

/** `name_contains=vip`, in any letter case. */
export const PartOfText = (maxLength = 120): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: String, minLength: 1, maxLength }),
    IsOptional(),
    IsString(),
    MinLength(1),
    MaxLength(maxLength),
  );

/** `updatedAt_gte=2026-11-21T00:00:00Z` */
export const Moment = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: String, format: 'date-time' }),
    IsOptional(),
    IsMoment(),
  );
