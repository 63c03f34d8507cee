import type { ThrottlerModuleOptions, ThrottlerOptions } from '@nestjs/throttler';
import type { ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Environment } from '../../config/environment.js';
import { counterName, requestBuckets, type Bucket, type RateLimitName } from './buckets.js';
import type { RateLimiter } from './rate-limiter.service.js';
import { addressOf } from './request-traits.js';

/** A bucket as Throttler expects it. */
export interface StagedThrottler extends ThrottlerOptions {
  /** The name that `@RateLimit` takes. */
  readonly of: RateLimitName;
  /** The stage in which it is counted. */
  readonly readsForm: boolean;
  readonly isOff: boolean;
  name: string;
  limit: (context: ExecutionContext) => number;
  ttl: number;
  getTracker: (request: Record<string, unknown>) => string;
}

/** The buckets as Throttler expects them: one throttler for each. */
export function throttlerOptions(
  environment: Environment,
  limiter: RateLimiter,
): ThrottlerModuleOptions {
  const toThrottler = (of: RateLimitName, bucket: Bucket): StagedThrottler => {
    const { per = addressOf } = bucket;
    return {
      name: bucket.name,
      limit: (context) => limiter.limitFor(bucket, context.switchToHttp().getRequest<Request>()),
      ttl: bucket.seconds * 1_000,
      getTracker: (request) => per(request as unknown as Request),
      of,
      readsForm: per !== addressOf,
      isOff: environment.RATE_LIMIT_SCALE === 0,
    };
  };
  return {
    storage: limiter,
    setHeaders: false,
    generateKey: (_context, tracker, name) => counterName({ name }, tracker),
    throttlers: Object.entries(requestBuckets(environment)).flatMap(([name, buckets]) =>
      buckets.map((bucket) => toThrottler(name as RateLimitName, bucket)),
    ),
  };
}
