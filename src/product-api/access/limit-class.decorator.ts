import { applyDecorators, RequestMethod, SetMetadata } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { documented } from '../../platform/http/documented.js';

/** Calls that have a budget of their own. */
export type LimitClass =
  'read' | 'search' | 'scroll' | 'aggregate' | 'ingest' | 'write' | 'send' | 'spec';

const LIMIT_CLASS = Symbol('limit class');

/** The budget that calls of this handler come out of. Without it: `read` for a GET, `write` for any other method. */
export const LimitClass = (name: LimitClass): MethodDecorator =>
  applyDecorators(
    SetMetadata(LIMIT_CLASS, name),
    documented(({ ApiExtension }) => ApiExtension('x-limit-class', name)),
  );

/** Classes of calls that only read, whatever their method. */
const READING: readonly LimitClass[] = ['read', 'search', 'scroll', 'aggregate'];

const isGet = (handler: object): boolean =>
  Reflect.getMetadata(METHOD_METADATA, handler) === RequestMethod.GET;

/** Whether a handler may change something. */
export function hasEffect(handler: object): boolean {
  const own = Reflect.getMetadata(LIMIT_CLASS, handler) as LimitClass | undefined;
  return !isGet(handler) && !(own && READING.includes(own));
}
