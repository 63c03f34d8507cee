import { applyDecorators, SetMetadata } from '@nestjs/common';
import { documented } from '../../platform/http/documented.js';
import { BodyLimit } from './body-limit.decorator.js';

const LINES = Symbol('lines body');

/** A line of JSON for each row. */
export const NDJSON = 'application/x-ndjson';

/** The body is NDJSON of at most so many bytes, rows like this one, and the handler's parameter its text. */
export const LinesBody = (bytes: number, row: object): MethodDecorator =>
  applyDecorators(
    SetMetadata(LINES, true),
    BodyLimit(bytes),
    documented(({ ApiConsumes }) => ApiConsumes(NDJSON)),
    documented(({ ApiBody }) =>
      ApiBody({ schema: { type: 'string', example: `${JSON.stringify(row)}\n` } }),
    ),
  );

export const takesLines = (handler: object): boolean =>
  Reflect.getMetadata(LINES, handler) === true;

/** Documents a response of NDJSON. */
export const LinesResponse = (): MethodDecorator =>
  documented(({ ApiResponse }) =>
    ApiResponse({
      ...{ status: 200, description: '' },
      content: { [NDJSON]: { schema: { type: 'string' } } },
    }),
  );
