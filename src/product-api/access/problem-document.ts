import { ApiProperty } from '@nestjs/swagger';

/** One error of a member, as documented. */
class FieldProblemDocument {
  @ApiProperty({ description: 'JSON Pointer (RFC 6901) to the member.', example: '/_limit' })
  pointer!: string;

  @ApiProperty({ example: 'max' })
  code!: string;

  @ApiProperty({ example: '_limit must not be greater than 100' })
  message!: string;
}

/** The shape of every refusal (RFC 9457), for the OpenAPI document. The filter of the platform writes it. */
export class ProblemDocument {
  @ApiProperty({ format: 'uri' })
  type!: string;

  @ApiProperty()
  title!: string;

  @ApiProperty({ example: 403 })
  status!: number;

  @ApiProperty()
  detail!: string;

  @ApiProperty()
  instance!: string;

  @ApiProperty({ description: 'For programs.', example: 'insufficient_scope' })
  code!: string;

  @ApiProperty({ description: 'The same as `detail`.' })
  message!: string;

  @ApiProperty({ description: 'Also in `X-Request-Id`.' })
  requestId!: string;

  @ApiProperty({ required: false, description: 'Scopes, separated by spaces.' })
  required_scope?: string;

  @ApiProperty({ required: false, type: [String], description: 'Of `data_privacy`.' })
  required_scopes?: string[];

  @ApiProperty({ required: false, description: 'Of `invalid_state`: the present one.' })
  state?: string;

  @ApiProperty({ required: false, type: [String], description: 'What that state allows.' })
  allowed_actions?: string[];

  @ApiProperty({ required: false, description: 'Of `insufficient_funds`: what is needed.' })
  estimated_cost?: string;

  @ApiProperty({ required: false, description: 'Of `confirmation_required`.' })
  recipients?: number;

  @ApiProperty({ required: false, description: 'Of `confirmation_required`.' })
  cost?: string;

  @ApiProperty({
    required: false,
    format: 'date-time',
    description: 'When the ceiling that was reached starts again.',
  })
  reset?: string;

  @ApiProperty({ required: false, type: [FieldProblemDocument] })
  errors?: FieldProblemDocument[];

  @ApiProperty({ required: false, description: 'Of `contact_limit_exceeded`: contacts a day.' })
  limit?: number;

  @ApiProperty({ required: false, description: 'Of `contact_limit_exceeded`: read today.' })
  used?: number;
}
