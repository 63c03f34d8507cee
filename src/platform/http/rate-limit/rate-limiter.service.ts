import { Injectable } from '@nestjs/common';
import { ThrottlerException, type ThrottlerStorage } from '@nestjs/throttler';
import type { Request } from 'express';
import { addressRanges } from '../../config/address-ranges.js';
import { Environment } from '../../config/environment.js';
import { Database } from '../../database/database.js';
import { counterName, requestBuckets, type Bucket, type RateLimitName } from './buckets.js';
import { Counters } from './counters.js';
import { LeasedPermits, type Counter, type Standing } from './leased-permits.js';

type Hit = Awaited<ReturnType<ThrottlerStorage['increment']>>;

export interface TakenTogether {
  /** 0, or the seconds to wait. */
  readonly seconds: number;
  /** Of each bucket. */
  readonly standings: readonly Standing[];
}

/** 429; the failure filters turn `retryAfterSeconds` into `Retry-After`. */
export class TooManyRequestsException extends ThrottlerException {
  constructor(readonly retryAfterSeconds: number) {
    super('Too many requests');
  }
}

/**
 * The smallest limit that `@RateLimit` leases. A smaller one is counted at each request: leases of it would be for one
 * permit each.
 */
const SMALLEST_LEASED = 20;

const ONE = (): number => 1;

/**
 * Counts in PostgreSQL, so that all replicas count together: a bucket that is `leased` by permits, any other by one
 * upsert for each request. A window ends at its time however many requests were refused meanwhile: nobody is locked out
 * permanently. If the database is unavailable, counting fails and so does the request (fail closed).
 */
@Injectable()
export class RateLimiter implements ThrottlerStorage {
  private readonly counters: Counters;
  private readonly permits: LeasedPermits;
  private readonly buckets: Readonly<Record<RateLimitName, readonly Bucket[]>>;
  private readonly leased: ReadonlySet<string>;
  private readonly isShared: (request?: Pick<Request, 'ip'>) => boolean;
  private readonly scale: number;

  constructor(environment: Environment, database: Database) {
    this.counters = new Counters(database);
    this.permits = new LeasedPermits((...added) => this.counters.add(...added));
    this.buckets = requestBuckets(environment);
    const leased = Object.values(this.buckets).flatMap((each) => each.filter((one) => one.leased));
    this.leased = new Set(leased.map(({ name }) => name));
    const { SHARED_EGRESS: ranges } = environment;
    const isAmong = addressRanges(ranges);
    this.isShared = ranges.length === 0 ? () => false : (request) => isAmong(request?.ip ?? '');
    this.scale = environment.RATE_LIMIT_SCALE;
  }

  get isOff(): boolean {
    return this.scale === 0;
  }

  /** Counts one more, of a request or of a named tracker. 0 if it is within the limit, else the seconds to wait. */
  async take(bucket: Bucket, tracker: Request | string): Promise<number> {
    if (this.scale === 0) return 0;
    const counter = this.counterOf(bucket, tracker);
    return bucket.leased ? this.permits.take(counter) : this.count(counter);
  }

  /** For a leased bucket, without taking one: 0 if there may be permits, else the seconds until there are. */
  wait(bucket: Bucket, tracker: Request | string): number {
    return this.scale === 0 ? 0 : this.permits.wait(this.counterOf(bucket, tracker));
  }

  /** Returns an unused permit to a leased bucket. `takenAt` by `performance.now()`. */
  giveBack(bucket: Bucket, tracker: Request | string, takenAt: number): void {
    this.permits.giveBack(this.counterOf(bucket, tracker), takenAt);
  }

  /**
   * Takes one of each leased bucket, or none if one of them has no more; by one statement, if it takes one at all. Limits
   * must not be off.
   */
  async takeEach(
    asked: readonly (readonly [bucket: Bucket, tracker: string])[],
  ): Promise<TakenTogether> {
    const counters = asked.map(([bucket, tracker]) => this.counterOf(bucket, tracker));
    const takenAt = performance.now();
    const waits = await Promise.all(asked.map((each) => this.take(...each)));
    const seconds = Math.max(...waits);
    if (seconds > 0) {
      const unused = counters.filter((_, i) => waits[i] === 0);
      for (const counter of unused) this.permits.giveBack(counter, takenAt);
    }
    return { seconds, standings: counters.map((counter) => this.permits.standing(counter)) };
  }

  /** For handlers that do not respond with 429 beyond the limit: false if the limit is exceeded. */
  async allows(name: RateLimitName, request: Request): Promise<boolean> {
    const waits = await Promise.all(this.buckets[name].map((each) => this.take(each, request)));
    return waits.every((seconds) => seconds === 0);
  }

  /** The limit of a bucket for an address. */
  limitFor({ limit, shared }: Bucket, request?: Pick<Request, 'ip'>): number {
    const ofThis = shared !== undefined && this.isShared(request) ? shared : limit;
    return Math.max(1, Math.ceil(ofThis * this.scale));
  }

  /** For `@nestjs/throttler`: `ttl` in milliseconds, the times of the answer in seconds. */
  async increment(
    key: string,
    ttl: number,
    limit: number,
    _blockDuration: number,
    name: string,
  ): Promise<Hit> {
    const counter = { key, limit, seconds: ttl / 1_000 };
    const isLeased = limit >= SMALLEST_LEASED && this.leased.has(name);
    const seconds = await (isLeased ? this.permits.take(counter) : this.count(counter));
    const isBlocked = seconds > 0;
    // Only for headers, which are off.
    const totalHits = isBlocked ? limit + 1 : limit;
    return { isBlocked, totalHits, timeToExpire: seconds, timeToBlockExpire: seconds };
  }

  private counterOf(bucket: Bucket, tracker: Request | string): Counter {
    const [name, request] =
      typeof tracker === 'string' ? [tracker] : [bucket.per?.(tracker), tracker];
    if (name === undefined) throw new Error(`The bucket ${bucket.name} needs a tracker.`);
    const limit = this.limitFor(bucket, request);
    return { key: counterName(bucket, name), limit, seconds: bucket.seconds };
  }

  /** 0 if it is within the limit, else the seconds to wait. */
  private async count(counter: Counter): Promise<number> {
    const { hits, secondsLeft } = await this.counters.add(counter, ONE);
    return hits > counter.limit ? Math.max(1, Math.ceil(secondsLeft)) : 0;
  }
}
