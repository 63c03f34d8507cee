import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { TextUpTo } from '../access/text-up-to.js';
import { WholeNumber } from '../access/whole-number.js';

/** What an index serves in the order asked for. */
const SCROLL_SORTS = ['createdAt'] as const;

export class ScrollAudienceDto {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 50 })
  @WholeNumber(1, 100)
  limit: number = 50;

  @ApiPropertyOptional({ type: String, description: '`metadata.next_cursor` of the page before.' })
  @IsOptional()
  @TextUpTo(2_000)
  cursor?: string;

  @ApiPropertyOptional({ enum: SCROLL_SORTS, default: 'createdAt' })
  @IsIn(SCROLL_SORTS)
  sortField: (typeof SCROLL_SORTS)[number] = 'createdAt';

  @ApiPropertyOptional({ type: Boolean, default: true })
  @IsBoolean()
  sortAsc: boolean = true;
}

/** A contact on the wire. */
export class Contact {
  @ApiProperty({ example: 'aud_01kag0r4yqf8ktm3v9x2s5c7bn' })
  id!: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt!: string;

  @ApiProperty({
    type: Object,
    description:
      'Reserved attributes begin with `_`; others are the customer’s own fields. Always there: subscription flags and ' +
      '`_country`. With `audience.basic:read` also names, phone, email and language; with `audience.full:read` ' +
      'everything. A hidden attribute is absent and named in `metadata.redacted`.',
    example: { _is_subscribed_sms: true, _country: 'ES', _first_name: 'Lucía' },
  })
  attributesData!: Readonly<Record<string, unknown>>;
}

/** Metadata of answers that show contacts. */
export interface RedactedMetadata {
  /** Attributes that the access does not show; `*` stands for the customer's own fields. */
  readonly redacted: readonly string[];
}

export interface ScrollMetadata extends RedactedMetadata {
  readonly limit: number;
  /** Null on the last page. */
  readonly next_cursor: string | null;
}

const redacted = {
  type: 'array',
  items: { type: 'string' },
  description: 'Attributes that are hidden; `*` stands for the customer’s own fields.',
  example: ['_email', '*'],
} as const;

export const REDACTED_METADATA = {
  type: 'object',
  required: ['redacted'],
  properties: { redacted },
} as const;

export const SCROLL_METADATA = {
  type: 'object',
  required: ['limit', 'next_cursor', 'redacted'],
  properties: {
    limit: { type: 'integer' },
    next_cursor: { type: 'string', nullable: true },
    redacted,
  },
} as const;
