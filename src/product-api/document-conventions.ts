import type { OpenAPIObject } from '@nestjs/swagger';
import type { ProblemCode } from '../kernel/errors/problem-error.js';
import { API_VERSIONS } from './access/api-version.js';
import { exampleOfPlace } from './example-places.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']> & {
  'x-limit-class'?: string;
  'x-problem-codes'?: readonly ProblemCode[];
};

/** Methods that change something, unless the class of the call says that it only reads. */
const CHANGING = ['post', 'put', 'patch', 'delete'];
const READING = ['search', 'scroll', 'aggregate'];

const API_VERSION = {
  name: 'Api-Version',
  in: 'header' as const,
  required: false,
  description: 'A version of this API, which is a date. The answer names it.',
  schema: { type: 'string', enum: [...API_VERSIONS] as string[] },
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Makes the request happen once, however often it is sent: the first answer is given again for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
} as const;

const integer = (description: string) => ({ description, schema: { type: 'integer' } }) as const;
const text = (description: string) => ({ description, schema: { type: 'string' } }) as const;

/** Of every answer to a live token. */
const HEADERS = {
  'X-Request-Id': text('For support.'),
  'Api-Version': text('The version of the API that answered.'),
  'X-RateLimit-Limit': integer('Calls a minute of the tighter limit.'),
  'X-RateLimit-Remaining': integer('Calls that are left of it.'),
  'X-RateLimit-Reset': integer('When it starts anew, in seconds since 1970.'),
  'RateLimit-Policy': text('All limits (draft-ietf-httpapi-ratelimit-headers-10).'),
  RateLimit: text('What is left of each.'),
} as const;

/** Node refuses it, before any code of this server. */
const TOO_LONG = {
  description: 'The request line and the headers together exceed 16 KiB. Without a body.',
} as const;

const HEADER_REFS = Object.fromEntries(
  Object.keys(HEADERS).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
);

/** Adds to every operation what applies to all of its kind, and no decorator of it says. */
export function documentConventions(document: OpenAPIObject): void {
  document.components = {
    ...{ ...document.components, headers: HEADERS, responses: { TooLong: TOO_LONG } },
  };
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item) as [string, Operation][]) {
      documentHeaders(operation);
      documentPlaces(path, operation);
      operation.responses['431'] = { $ref: '#/components/responses/TooLong' };
      operation.parameters = [...(operation.parameters ?? []), API_VERSION];
      if ('x-deprecation' in operation) operation.deprecated = true;
      if (CHANGING.includes(method) && !isReading(operation)) documentIdempotency(operation);
    }
  }
}

/** Of successes; the introduction says that every answer has them, or each would have them in a dozen places. */
function documentHeaders({ responses }: Operation): void {
  for (const response of Object.values(responses) as { headers?: object }[]) {
    response.headers = { ...HEADER_REFS, ...response.headers };
  }
}

/** Readers who try an operation out see what an id is like. */
function documentPlaces(path: string, { parameters = [] }: Operation): void {
  for (const place of parameters) {
    if (!('in' in place) || place.in !== 'path') continue;
    place.schema = { example: exampleOfPlace(path, place.name), ...place.schema };
  }
}

const isReading = (operation: Operation): boolean =>
  READING.includes(operation['x-limit-class'] ?? '');

function documentIdempotency(operation: Operation): void {
  operation.parameters = [...(operation.parameters ?? []), IDEMPOTENCY_KEY];
  const codes = operation['x-problem-codes'] ?? [];
  operation['x-problem-codes'] = [...codes, 'idempotency_in_progress', 'idempotency_conflict'];
}
