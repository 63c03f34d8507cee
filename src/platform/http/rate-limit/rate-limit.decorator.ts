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

/** The name a handler is limited under, if any. A request with a body always has a limit. */
export function rateLimitOf(context: ExecutionContext): RateLimitName | undefined {
  const name: unknown = Reflect.getMetadata(RATE_LIMIT, context.getHandler());
  if (name !== undefined) return name as RateLimitName;
  return hasBody(context.switchToHttp().getRequest<Request>()) ? 'other-body' : undefined;
}
