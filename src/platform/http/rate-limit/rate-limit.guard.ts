import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerException, ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import type { RateLimitName } from './rate-limits.js';

export const RATE_LIMIT = Symbol('rate limit');

/** The name a handler is limited under, if any. */
export const rateLimitOf = (context: ExecutionContext): RateLimitName | undefined =>
  Reflect.getMetadata(RATE_LIMIT, context.getHandler()) as RateLimitName | undefined;

/** 429; the failure filters turn `retryAfterSeconds` into `Retry-After`. */
class TooManyRequestsException extends ThrottlerException {
  constructor(readonly retryAfterSeconds: number) {
    super('Too many requests');
  }
}

/** Throttler's guard, saying its refusals our way. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  protected override throwThrottlingException(
    _context: ExecutionContext,
    { timeToExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    return Promise.reject(new TooManyRequestsException(timeToExpire));
  }
}
