import { applyDecorators, SetMetadata, UseGuards } from '@nestjs/common';
import { RATE_LIMIT, RateLimitGuard } from './rate-limit.guard.js';
import type { RateLimitName } from './rate-limits.js';

/**
 * Limits how often a handler may be called, by the rules of that name in `rate-limits.ts`, counted over all
 * replicas. Beyond them: 429 with `Retry-After`, in the dialect of the endpoint. Database away: 503.
 */
export const RateLimit = (name: RateLimitName): MethodDecorator =>
  applyDecorators(SetMetadata(RATE_LIMIT, name), UseGuards(RateLimitGuard));
