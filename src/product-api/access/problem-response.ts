import { documented } from '../../platform/http/documented.js';

/** Documents a refusal of a route, as a problem (RFC 9457). */
export const ProblemResponse = (status: number, description: string): MethodDecorator =>
  documented(({ ApiResponse }) =>
    ApiResponse({
      status,
      description,
      content: {
        'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDocument' } },
      },
    }),
  );
