import { Injectable } from '@nestjs/common';
import { ThrottlerException, type ThrottlerStorage } from '@nestjs/throttler';
import type { Request } from 'express';
import { addressRanges } from '../../config/address-ranges.js';
import { Environment } from '../../config/environment.js';
import { Database } from '../../database/database.js';
import { statement } from '../../database/statement.js';
import { counterKey, requestBuckets, type Bucket, type RateLimitName } from './buckets.js';
import { LeasedPermits, type Count, type Counter } from './leased-permits.js';

type Hit = Awaited<ReturnType<ThrottlerStorage['increment']>>;

const COUNT = statement(
  'rate-limits.count',
  `INSERT INTO rate_limit_counters AS counter (key, hits, expires_at)
   VALUES (:key, :amount::int, now() + :seconds * interval '1 second')
   ON CONFLICT (key) DO UPDATE
      SET hits = CASE WHEN counter.expires_at <= now() THEN excluded.hits ELSE counter.hits + excluded.hits END,
          expires_at = CASE WHEN counter.expires_at <= now() THEN excluded.expires_at ELSE counter.expires_at END
   RETURNING hits, extract(epoch FROM expires_at - now())::float8 AS "secondsLeft"`,
  { hits: 'integer', secondsLeft: 'double precision' },
);

/** 429; the failure filters turn `retryAfterSeconds` into `Retry-After`. */
export class TooManyRequestsException extends ThrottlerException {
  constructor(readonly retryAfterSeconds: number) {
    super('Too many requests');
  }
}

/**
 * Counts in PostgreSQL, one upsert each, so that all replicas count together. A window ends at its time however many
 * requests were refused meanwhile: nobody is locked out permanently. If the database is unavailable, counting fails and
 * so does the request (fail closed).
 */
@Injectable()
export class RateLimiter implements ThrottlerStorage {
  private readonly permits = new LeasedPermits((...counted) => this.count(...counted));
  private readonly buckets: Readonly<Record<RateLimitName, readonly Bucket[]>>;
  private readonly isShared: (address: string) => boolean;
  private readonly scale: number;

  constructor(
    environment: Environment,
    private readonly database: Database,
  ) {
    this.buckets = requestBuckets(environment);
    this.isShared = addressRanges(environment.SHARED_EGRESS);
    this.scale = environment.RATE_LIMIT_SCALE;
  }

  /** Counts one more, of a request or of a named tracker. 0 if it is within the limit, else the seconds to wait. */
  async take(bucket: Bucket, tracker: Request | string): Promise<number> {
    if (this.scale === 0) return 0;
    const counter = this.counterOf(bucket, tracker);
    if (bucket.leased) return this.permits.take(counter);
    const { hits, secondsLeft } = await this.count(counter, 1);
    return hits > counter.limit ? Math.max(1, Math.ceil(secondsLeft)) : 0;
  }

  /** For a leased bucket, without taking one: 0 if there may be permits, else the seconds until there are. */
  wait(bucket: Bucket, tracker: Request | string): number {
    return this.scale === 0 ? 0 : this.permits.wait(this.counterOf(bucket, tracker));
  }

  /** Returns an unused permit to a leased bucket. `takenAt` by `performance.now()`. */
  giveBack(bucket: Bucket, tracker: Request | string, takenAt: number): void {
    this.permits.giveBack(this.counterOf(bucket, tracker), takenAt);
  }

  /** For handlers that do not respond with 429 beyond the limit: false if the limit is exceeded. */
  async allows(name: RateLimitName, request: Request): Promise<boolean> {
    const waits = await Promise.all(this.buckets[name].map((each) => this.take(each, request)));
    return waits.every((seconds) => seconds === 0);
  }

  /** The limit of a bucket for an address. */
  limitFor({ limit, shared = limit }: Bucket, address = ''): number {
    return Math.max(1, Math.ceil((this.isShared(address) ? shared : limit) * this.scale));
  }

  /** For `@nestjs/throttler`: `ttl` in milliseconds, the times of the answer in seconds. */
  async increment(key: string, ttl: number, limit: number): Promise<Hit> {
    const { hits, secondsLeft } = await this.count({ key, seconds: ttl / 1_000 }, 1);
    const seconds = Math.ceil(secondsLeft);
    const times = { timeToExpire: seconds, timeToBlockExpire: seconds };
    return { totalHits: hits, isBlocked: hits > limit, ...times };
  }

  private counterOf(bucket: Bucket, tracker: Request | string): Counter {
    const [name, address] =
      typeof tracker === 'string' ? [tracker] : [bucket.per?.(tracker), tracker.ip];
    if (name === undefined) throw new Error(`The bucket ${bucket.name} needs a tracker.`);
    const limit = this.limitFor(bucket, address);
    return { key: counterKey(bucket, name), limit, seconds: bucket.seconds };
  }

  private async count(
    { key, seconds }: Pick<Counter, 'key' | 'seconds'>,
    amount: number,
  ): Promise<Count> {
    const [row] = await this.database.query(COUNT, { key, seconds, amount });
    if (!row) throw new Error('The counter was not returned.');
    return row;
  }
}
