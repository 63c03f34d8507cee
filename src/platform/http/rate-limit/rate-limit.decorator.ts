import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import { RATE_LIMIT } from './rate-limit.guard.js';
import type { RateLimitName } from './rate-limits.js';

/**
 * Limits how often a handler may be called, by the rules of that name in `rate-limits.ts`, counted over all
 * replicas. Beyond them: 429 with `Retry-After`, in the dialect of the endpoint. Database away: 503. Guards of the
 * surface count: for the address before the body is read, and for what the form names after.
 */
export const RateLimit = (name: RateLimitName): CustomDecorator<symbol> =>
  SetMetadata(RATE_LIMIT, name);
