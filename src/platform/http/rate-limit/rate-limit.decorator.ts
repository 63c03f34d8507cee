import { SetMetadata, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { hasBody } from '../form-body.js';
import type { RateLimitName } from './buckets.js';

export const RATE_LIMIT = Symbol('rate limit');

/**
 * Limits how often a handler may be called, by the buckets of that name, counted over all replicas. Beyond them: 429
 * with `Retry-After`, in the format of the endpoint. Database unavailable: 503. The surface's guards count: per address
 * before the body is read, and per client or account that the form names after.
 */
export const RateLimit = (name: RateLimitName): CustomDecorator<symbol> =>
  SetMetadata(RATE_LIMIT, name);

/** The names of handlers, once looked up. */
const names = new WeakMap<object, RateLimitName | 'none'>();

/** The name a handler is limited under, if any. A request with a body always has a limit. */
export function rateLimitOf(context: ExecutionContext): RateLimitName | undefined {
  const name = nameOf(context.getHandler());
  if (name !== 'none') return name;
  return hasBody(context.switchToHttp().getRequest<Request>()) ? 'other-body' : undefined;
}

function nameOf(handler: object): RateLimitName | 'none' {
  const known = names.get(handler);
  if (known !== undefined) return known;
  const name = (Reflect.getMetadata(RATE_LIMIT, handler) ?? 'none') as RateLimitName | 'none';
  names.set(handler, name);
  return name;
}
