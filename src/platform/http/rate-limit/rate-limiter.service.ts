import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Environment } from '../../config/environment.js';
import { Database } from '../../database/database.js';
import { counterKey, ruleName, limitFor } from './counter-key.js';
import { PostgresThrottlerStorage } from './postgres-throttler-storage.js';
import { rateLimits, type RateLimitName, type RateLimitRule } from './rate-limits.js';

/** The limits of `@RateLimit`, for where one too many is not refused but taken another way. */
@Injectable()
export class RateLimiter {
  private readonly storage: PostgresThrottlerStorage;
  private readonly limits: ReturnType<typeof rateLimits>;
  private readonly scale: number;

  constructor(environment: Environment, database: Database) {
    this.storage = new PostgresThrottlerStorage(database);
    this.limits = rateLimits(environment);
    this.scale = environment.RATE_LIMIT_SCALE;
  }

  /** Counts the request; false if it is one too many. */
  async allows(name: RateLimitName, request: Request): Promise<boolean> {
    if (this.scale === 0) return true;
    const hits = await Promise.all(
      this.limits[name].map((rule, index) => this.hit(ruleName(name, index), rule, request)),
    );
    return hits.every(Boolean);
  }

  private async hit(name: string, rule: RateLimitRule, request: Request): Promise<boolean> {
    const key = counterKey(name, rule.per(request));
    const limit = limitFor(rule, request, this.scale);
    return !(await this.storage.increment(key, rule.seconds * 1_000, limit)).isBlocked;
  }
}
