import { applyDecorators, SetMetadata } from '@nestjs/common';
import { documented } from '../../platform/http/documented.js';

const BODY_LIMIT = Symbol('body limit');

/** The most bytes of this handler's body. Without it: 1 MiB. */
export const BodyLimit = (bytes: number): MethodDecorator =>
  applyDecorators(
    SetMetadata(BODY_LIMIT, bytes),
    documented(({ ApiExtension }) => ApiExtension('x-body-limit', bytes)),
  );

export const bodyLimitOf = (handler: object): number | undefined =>
  Reflect.getMetadata(BODY_LIMIT, handler) as number | undefined;
