import { hash } from 'node:crypto';
import type { ExecutionContext } from '@nestjs/common';
import type { ThrottlerModuleOptions, ThrottlerOptions } from '@nestjs/throttler';
import type { Request } from 'express';
import type { Environment } from '../../config/environment.js';
import type { Database } from '../../database/database.js';
import { PostgresThrottlerStorage } from './postgres-throttler-storage.js';
import { rateLimitOf } from './rate-limit.guard.js';
import { rateLimits, type RateLimitRule } from './rate-limits.js';

/** Our table of limits as Throttler wants it: one throttler per rule, skipped by handlers of another name. */
export function throttlerOptions(
  environment: Environment,
  database: Database,
): ThrottlerModuleOptions {
  const scale = environment.RATE_LIMIT_SCALE;
  const toThrottler = (name: string, rule: RateLimitRule, index: number): ThrottlerOptions => ({
    name: `${name}-${String(index)}`,
    limit: (context) => Math.max(1, Math.ceil(limitOf(rule, context) * scale)),
    ttl: rule.seconds * 1_000,
    skipIf: (context) => scale === 0 || rateLimitOf(context) !== name,
    getTracker: (request) => rule.per(request as Request),
  });
  return {
    storage: new PostgresThrottlerStorage(database),
    setHeaders: false,
    // Hashed: addresses and e-mails do not lie about in a table of counters.
    generateKey: (_context, tracker, name) => hash('sha256', `${name} ${tracker}`, 'base64url'),
    throttlers: Object.entries(rateLimits(environment)).flatMap(([name, rules]) =>
      rules.map((rule, index) => toThrottler(name, rule, index)),
    ),
  };
}

const limitOf = ({ limit }: RateLimitRule, context: ExecutionContext): number =>
  typeof limit === 'number' ? limit : limit(context.switchToHttp().getRequest<Request>());
