import type { ThrottlerModuleOptions } from '@nestjs/throttler';
import type { Request } from 'express';
import type { Environment } from '../../config/environment.js';
import type { Database } from '../../database/database.js';
import { counterKey, ruleName, limitFor } from './counter-key.js';
import { PostgresThrottlerStorage } from './postgres-throttler-storage.js';
import { rateLimitOf } from './rate-limit.guard.js';
import { rateLimits, type RateLimitRule, type StagedThrottler } from './rate-limits.js';

/** Our table of limits as Throttler wants it: one throttler per rule, skipped by handlers of another name. */
export function throttlerOptions(
  environment: Environment,
  database: Database,
): ThrottlerModuleOptions {
  const scale = environment.RATE_LIMIT_SCALE;
  const toThrottler = (name: string, rule: RateLimitRule, index: number): StagedThrottler => ({
    name: ruleName(name, index),
    limit: (context) => limitFor(rule, context.switchToHttp().getRequest<Request>(), scale),
    ttl: rule.seconds * 1_000,
    skipIf: (context) => scale === 0 || rateLimitOf(context) !== name,
    getTracker: (request) => rule.per(request as Request),
    readsForm: rule.readsForm === true,
  });
  return {
    storage: new PostgresThrottlerStorage(database),
    setHeaders: false,
    generateKey: (_context, tracker, name) => counterKey(name, tracker),
    throttlers: Object.entries(rateLimits(environment)).flatMap(([name, rules]) =>
      rules.map((rule, index) => toThrottler(name, rule, index)),
    ),
  };
}
