import { applyDecorators, SetMetadata, UseGuards } from '@nestjs/common';
import { AddressLimitGuard, FormLimitGuard, RATE_LIMIT } from './rate-limit.guard.js';
import type { RateLimitName } from './rate-limits.js';

/**
 * Limits how often a handler may be called, by the rules of that name in `rate-limits.ts`, counted over all
 * replicas. Beyond them: 429 with `Retry-After`, in the dialect of the endpoint. Database away: 503. The rules of the
 * address come first, where the surface has put them before its body (`@OAuthEndpoint`, `@Page`).
 */
export const RateLimit = (name: RateLimitName): MethodDecorator =>
  applyDecorators(SetMetadata(RATE_LIMIT, name), UseGuards(AddressLimitGuard, FormLimitGuard));
