import { Nested, OneOf, Text, Whole } from '../wire/fields.js';

export class SegmentMembersDto {
  @Text({
    ...{ many: true, min: 1, max: 64, description: 'Ids of up to 1,000 contacts.' },
    example: 'aud_01kag0r4yqf8ktm3v9x2s5c7bn',
  })
  ids!: readonly string[];
}

const OUTCOMES = ['added', 'present', 'removed', 'absent'] as const;

/** What became of one id. */
export class SegmentMemberResult {
  @Whole({ description: 'Of the id in the request, from 0.' }) position!: number;
  @Text() id!: string;
  @OneOf(['success', 'error']) status!: 'success' | 'error';
  @OneOf(OUTCOMES, { optional: true, description: 'Of a success.' })
  outcome?: (typeof OUTCOMES)[number];
  @Text({
    optional: true,
    description: 'Of an error: `not_found` if the project has no such contact.',
  })
  code?: string;
}

export class SegmentMembersResult {
  @Whole() successful!: number;
  @Whole() failed!: number;
  @Nested(SegmentMemberResult, { many: true }) items!: readonly SegmentMemberResult[];
}
