import { documented } from '../../platform/http/documented.js';

/** Documents a body that is a list of at most so many objects, whose members depend on the project. */
export const ListBody = (most: number, example: object): MethodDecorator =>
  documented(({ ApiBody }) =>
    ApiBody({
      schema: {
        ...{ type: 'array', minItems: 1, maxItems: most },
        items: { type: 'object', additionalProperties: true },
        example: [example],
      },
    }),
  );
