import type { Database } from '../../database/database.js';
import { statement } from '../../database/statement.js';
import { hashedKey } from './buckets.js';
import type { Count, Counter } from './leased-permits.js';

// In the order of the keys, so that concurrent statements lock the counters they share in the same order.
const COUNT = statement(
  'rate-limits.count',
  `INSERT INTO rate_limit_counters AS counter (key, hits, expires_at)
   SELECT key, amount, now() + seconds * interval '1 second'
   FROM unnest(:keys::text[], :amounts::int[], :seconds::float8[]) AS added (key, amount, seconds)
   ORDER BY key COLLATE "C"
   ON CONFLICT (key) DO UPDATE
      SET hits = CASE WHEN counter.expires_at <= now() THEN excluded.hits ELSE counter.hits + excluded.hits END,
          expires_at = CASE WHEN counter.expires_at <= now() THEN excluded.expires_at ELSE counter.expires_at END
   RETURNING key, hits, extract(epoch FROM expires_at - now())::float8 AS "secondsLeft"`,
  { key: 'text', hits: 'integer', secondsLeft: 'double precision' },
);

interface Addition {
  readonly counter: Pick<Counter, 'key' | 'seconds'>;
  readonly amount: () => number;
  readonly resolve: (count: Count) => void;
  readonly reject: (error: unknown) => void;
}

interface Sum {
  readonly seconds: number;
  amount: number;
}

/**
 * The counters in PostgreSQL. What is added in one turn of the event loop is added by one statement, whichever requests
 * it is for.
 */
export class Counters {
  private additions: Addition[] = [];

  constructor(private readonly database: Database) {}

  /** @param amount is called when the statement is sent */
  add(counter: Addition['counter'], amount: () => number): Promise<Count> {
    return new Promise((resolve, reject) => {
      if (this.additions.length === 0) setImmediate(() => void this.send());
      this.additions.push({ counter, amount, resolve, reject });
    });
  }

  private async send(): Promise<void> {
    const { additions } = this;
    this.additions = [];
    try {
      const sums = new Map<string, Sum>();
      const sumsSoFar = additions.map((addition) => addTo(sums, addition));
      const counts = await this.count(sums);
      additions.forEach(({ counter: { key }, resolve }, i) => {
        const later = (sums.get(key)?.amount ?? 0) - (sumsSoFar[i] ?? 0);
        const { hits, secondsLeft } = counts(key);
        resolve({ hits: hits - later, secondsLeft });
      });
    } catch (error) {
      for (const { reject } of additions) reject(error);
    }
  }

  private async count(sums: ReadonlyMap<string, Sum>): Promise<(key: string) => Count> {
    const rows = await this.database.queryApart(COUNT, {
      keys: [...sums.keys()].map(hashedKey),
      amounts: [...sums.values()].map(({ amount }) => amount),
      seconds: [...sums.values()].map(({ seconds }) => seconds),
    });
    const counts = new Map(rows.map((row) => [row.key, row]));
    return (key) => {
      const count = counts.get(hashedKey(key));
      if (!count) throw new Error('The counter was not returned.');
      return count;
    };
  }
}

/** The sum of the counter with this addition. One statement can add to a counter once only. */
function addTo(sums: Map<string, Sum>, { counter: { key, seconds }, amount }: Addition): number {
  const sum = sums.get(key) ?? { seconds, amount: 0 };
  sums.set(key, sum);
  return (sum.amount += amount());
}
