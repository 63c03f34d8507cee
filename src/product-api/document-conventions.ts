import type { OpenAPIObject } from '@nestjs/swagger';
import type { ProblemCode } from '../kernel/errors/problem-error.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']> & {
  'x-limit-class'?: string;
  'x-problem-codes'?: readonly ProblemCode[];
};

/** Methods that change something, unless the class of the call says that it only reads. */
const CHANGING = ['post', 'put', 'patch', 'delete'] as const;
const READING = ['search', 'scroll', 'aggregate'];

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Makes the request happen once, however often it is sent: the first answer is given again for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
} as const;

/** Adds to every operation what applies to all of its kind, and no decorator of it says. */
export function documentConventions(paths: OpenAPIObject['paths']): void {
  for (const item of Object.values(paths)) {
    for (const method of CHANGING) {
      const operation = item[method];
      if (operation && !isReading(operation)) documentIdempotency(operation);
    }
  }
}

const isReading = (operation: Operation): boolean =>
  READING.includes(operation['x-limit-class'] ?? '');

function documentIdempotency(operation: Operation): void {
  operation.parameters = [...(operation.parameters ?? []), IDEMPOTENCY_KEY];
  const codes = operation['x-problem-codes'] ?? [];
  operation['x-problem-codes'] = [...codes, 'idempotency_in_progress', 'idempotency_conflict'];
}
