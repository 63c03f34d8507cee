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

/** By handler, since every call needs it. */
const classes = new WeakMap<object, LimitClass>();

/** The budget of a handler. */
export function limitClassOf(handler: object): LimitClass {
  const known = classes.get(handler);
  if (known) return known;
  const own = Reflect.getMetadata(LIMIT_CLASS, handler) as LimitClass | undefined;
  const name = own ?? (isGet(handler) ? 'read' : 'write');
  classes.set(handler, name);
  return name;
}

/** Whether a handler may change something. */
export const hasEffect = (handler: object): boolean =>
  !isGet(handler) && !READING.includes(limitClassOf(handler));
