import type { ThrottlerModuleOptions, ThrottlerOptions } from '@nestjs/throttler';
import type { Request } from 'express';
import type { Environment } from '../../config/environment.js';
import { counterKey, requestBuckets, type Bucket } from './buckets.js';
import { rateLimitOf } from './rate-limit.decorator.js';
import type { RateLimiter } from './rate-limiter.service.js';
import { addressOf } from './request-traits.js';

/** A bucket as Throttler expects it, and the stage in which it is counted. */
export interface StagedThrottler extends ThrottlerOptions {
  readonly readsForm: boolean;
}

/** The buckets as Throttler expects them: one throttler for each, skipped by handlers of another name. */
export function throttlerOptions(
  environment: Environment,
  limiter: RateLimiter,
): ThrottlerModuleOptions {
  const toThrottler = (name: string, bucket: Bucket): StagedThrottler => {
    const { per = addressOf } = bucket;
    return {
      name: bucket.name,
      limit: (context) => limiter.limitFor(bucket, context.switchToHttp().getRequest<Request>().ip),
      ttl: bucket.seconds * 1_000,
      skipIf: (context) => environment.RATE_LIMIT_SCALE === 0 || rateLimitOf(context) !== name,
      getTracker: (request) => per(request as Request),
      readsForm: per !== addressOf,
    };
  };
  return {
    storage: limiter,
    setHeaders: false,
    generateKey: (_context, tracker, name) => counterKey({ name }, tracker),
    throttlers: Object.entries(requestBuckets(environment)).flatMap(([name, buckets]) =>
      buckets.map((bucket) => toThrottler(name, bucket)),
    ),
  };
}
