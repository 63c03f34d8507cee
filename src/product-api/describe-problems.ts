import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEMS, type ProblemCode } from '../kernel/errors/problem-error.js';

type Responses = NonNullable<OpenAPIObject['paths'][string]['get']>['responses'];

interface Operation {
  responses: Responses;
  readonly 'x-problem-codes'?: readonly ProblemCode[];
  readonly 'x-required-scopes'?: readonly string[];
}

const OF_EVERY_ROUTE = ['invalid_request', 'unauthorized', 'rate_limited', 'unavailable'] as const;

const OF_PROJECTS = [
  ...(['insufficient_scope', 'insufficient_role', 'plan_required'] as const),
  ...(['denied_by_policy', 'denied_by_tier', 'not_found'] as const),
];

const OF_BODIES = ['payload_too_large', 'unsupported_media_type'] as const;

const CHALLENGE = { 'WWW-Authenticate': { schema: { type: 'string' } } } as const;
const RETRY_AFTER = {
  'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } },
} as const;
const HEADERS: Readonly<Partial<Record<ProblemCode, Responses[string]>>> = {
  unauthorized: { headers: CHALLENGE, description: '' },
  insufficient_scope: { headers: CHALLENGE, description: '' },
  rate_limited: { headers: RETRY_AFTER, description: '' },
  unavailable: { headers: RETRY_AFTER, description: '' },
};

/** Describes every problem that an operation may answer with, with an example for each code. */
export function describeProblems({ paths }: OpenAPIObject, issuer: string): void {
  for (const item of Object.values(paths)) {
    for (const [method, operation] of Object.entries(item) as [string, Operation][]) {
      const codes = codesOf(method, operation);
      operation.responses = together(operation.responses, responsesOf(codes, issuer));
      Object.assign(operation, { 'x-problem-codes': codes });
    }
  }
}

/** A status may stand for a result as well as for problems; they differ in their type. */
function together(results: Responses, problems: Responses): Responses {
  const all = { ...results };
  for (const [status, problem] of Object.entries(problems)) {
    const content = { ...contentOf(results[status]), ...contentOf(problem) };
    all[status] = { ...problem, content } as Responses[string];
  }
  return all;
}

const contentOf = (response: Responses[string] | undefined): object =>
  (response as { readonly content?: object } | undefined)?.content ?? {};

function codesOf(method: string, operation: Operation): readonly ProblemCode[] {
  const inProject = (operation['x-required-scopes'] ?? []).length > 0;
  const codes = new Set<ProblemCode>([
    ...OF_EVERY_ROUTE,
    ...(inProject ? OF_PROJECTS : []),
    ...(method === 'get' ? [] : OF_BODIES),
    ...(operation['x-problem-codes'] ?? []),
  ]);
  return [...codes].sort();
}

function responsesOf(codes: readonly ProblemCode[], issuer: string): Responses {
  const statuses = [...new Set(codes.map(statusOf))];
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      responseOf(
        codes.filter((code) => statusOf(code) === status),
        issuer,
      ),
    ]),
  );
}

const statusOf = (code: ProblemCode): number => PROBLEMS[code][0];

const responseOf = (codes: readonly ProblemCode[], issuer: string): Responses[string] => ({
  ...codes.reduce<object>((headers, code) => ({ ...headers, ...HEADERS[code] }), {}),
  description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code][1]}.`).join(' '),
  content: {
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/ProblemDocument' },
      examples: Object.fromEntries(
        codes.map((code) => [code, { value: exampleOfProblem(code, issuer) }]),
      ),
    },
  },
});

/** A problem document with this code. */
export function exampleOfProblem(code: ProblemCode, issuer: string): object {
  const [status, title] = PROBLEMS[code];
  const type = `${issuer}/problems/${code}`;
  const detail = `${title}.`;
  return {
    ...{ type, title, status, detail, instance: '/v1/project/prj_01kag0r4yqf8ktm3v9x2s5c7bn' },
    ...{ code, message: detail, requestId: 'req_01kag0r4yqf8ktm3v9x2s5c7bn' },
  };
}
