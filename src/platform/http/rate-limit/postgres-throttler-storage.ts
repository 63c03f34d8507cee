import type { ThrottlerStorage } from '@nestjs/throttler';
import type { Database } from '../../database/database.js';
import { statement } from '../../database/statement.js';

type Hit = Awaited<ReturnType<ThrottlerStorage['increment']>>;

const HIT = statement(
  'rate-limits.hit',
  `INSERT INTO rate_limit_counters AS counter (key, hits, expires_at)
   VALUES ($1, 1, now() + $2 * interval '1 millisecond')
   ON CONFLICT (key) DO UPDATE
      SET hits = CASE WHEN counter.expires_at <= now() THEN 1 ELSE counter.hits + 1 END,
          expires_at = CASE WHEN counter.expires_at <= now() THEN excluded.expires_at ELSE counter.expires_at END
   RETURNING hits, ceil(extract(epoch FROM expires_at - now()))::int AS "secondsLeft"`,
);

/**
 * Counts in PostgreSQL, one upsert a hit, so that all replicas count together. A window ends at its time however
 * many were refused meanwhile: nobody can be locked out for good. If the database is away, the hit fails and so
 * does the request: a limit that lets everything through when it cannot count is none.
 */
export class PostgresThrottlerStorage implements ThrottlerStorage {
  constructor(private readonly database: Database) {}

  /** `ttl` in milliseconds; the times of the answer in seconds. */
  async increment(key: string, ttl: number, limit: number): Promise<Hit> {
    const [row] = await this.database.query<{ hits: number; secondsLeft: number }>(HIT, [key, ttl]);
    if (!row) throw new Error('The counter was not returned.');
    return {
      totalHits: row.hits,
      timeToExpire: row.secondsLeft,
      isBlocked: row.hits > limit,
      timeToBlockExpire: row.secondsLeft,
    };
  }
}
