import type { Environment } from '../../../platform/config/environment.js';
import type { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { counterKey } from '../../../platform/http/rate-limit/buckets.js';

/**
 * What wrong passwords are counted for, and the delay that each adds to the next attempt (attack D8). `free` in a row
 * cost nothing, then the wait doubles with each; one is deducted every `leak` seconds. Times are seconds.
 */
function limitsOf(free: number) {
  const slow = { free, leak: 600, first_wait: 5, longest_wait: 300 };
  return {
    /** One account, from unknown browsers of all networks together. */
    account: slow,
    /** One account in a known browser, or in a session. */
    browser: slow,
    /** One account from one network: a network that must wait here does not use up the account's next attempt. */
    accountFromNetwork: slow,
    /** One network, which many people may share. */
    network: { shared: true, free: 6 * free, leak: 30, first_wait: 2, longest_wait: 120 },
    /** Attempts at one account from further networks while its own counter is closed, for all of them together. */
    spare: { shared: true, free: 4 * free, leak: 180, first_wait: 180, longest_wait: 180 },
    /** The part of them for one network: fewer than twenty networks cannot keep them used up. */
    spareFromNetwork: { free: 3, leak: 3600, first_wait: 3600, longest_wait: 3600 },
  };
}

type Limits = ReturnType<typeof limitsOf>;

/** One counter: its limits and its key. */
export interface Counter {
  readonly kind: keyof Limits;
  /** Hashed, in hexadecimal. */
  readonly key: string;
}

export const counterOf = (kind: keyof Limits, of: string): Counter => {
  const key = Buffer.from(counterKey({ name: `sign-in-${kind}` }, of), 'base64url');
  return { kind, key: key.toString('hex') };
};

/** Counters that must all be open; the attempt then counts in each of them. */
export type Way = readonly Counter[];

// One statement counts and decides, so that of concurrent attempts no more pass than are free. An attempt that must
// wait is not counted: retrying does not make the wait longer. By `clock_timestamp()`, since others may have counted
// between the start of this statement (`now()`) and its read of the rows.
const CLAIM = statement(
  'sign-in-attempts.claim',
  `WITH asked AS (
     SELECT way, decode(key, 'hex') AS key, free, leak, first_wait, longest_wait FROM jsonb_to_recordset(:asked)
       AS a (way int, key text, free int, leak float8, first_wait float8, longest_wait float8)
   ), closed AS (
     SELECT way, ceil(max(extract(epoch FROM t.open_at - clock_timestamp())))::int AS seconds
     FROM asked JOIN sign_in_attempts t USING (key) WHERE t.open_at > clock_timestamp() GROUP BY way
   ), chosen AS (
     SELECT * FROM asked WHERE way = (SELECT min(way) FROM asked WHERE way NOT IN (SELECT way FROM closed))
   ), claimed AS (
     INSERT INTO sign_in_attempts AS t (key, empty_at, open_at)
     SELECT key, now() + make_interval(secs => leak), now() FROM chosen ORDER BY key
     ON CONFLICT (key) DO UPDATE SET (empty_at, open_at) = (
       SELECT greatest(t.empty_at, now()) + make_interval(secs => leak), now() + make_interval(secs =>
         CASE WHEN count < free THEN 0 ELSE least(longest_wait, first_wait * power(2, least(count - free, 30))) END)
       FROM chosen c, ceil(1 + greatest(0, extract(epoch FROM t.empty_at - now()) / leak)) AS count WHERE c.key = t.key)
     WHERE t.open_at <= clock_timestamp()
     RETURNING key
   )
   SELECT (SELECT min(way) FROM chosen) AS way, array(SELECT encode(key, 'hex') FROM claimed) AS claimed,
     greatest(1, (SELECT min(seconds) FROM closed)) AS seconds`,
  { way: 'integer?', claimed: 'text[]', seconds: 'integer' },
);

const TAKE_BACK = statement(
  'sign-in-attempts.take-back',
  `UPDATE sign_in_attempts SET empty_at = empty_at - make_interval(secs => :seconds), open_at = now()
   WHERE key = decode(:key, 'hex')`,
);

/** Longer than any counter is kept. */
const ALL_SECONDS = 1e9;

/** Counters of wrong passwords in PostgreSQL, shared by all replicas. */
export class SignInCounters {
  private readonly limits: Limits;
  private readonly off: boolean;

  constructor(
    private readonly database: Database,
    { RATE_LIMIT_SCALE, SIGN_IN_FREE_ATTEMPTS }: Environment,
  ) {
    this.off = RATE_LIMIT_SCALE === 0;
    this.limits = limitsOf(Math.max(2, Math.ceil(SIGN_IN_FREE_ATTEMPTS * RATE_LIMIT_SCALE)));
  }

  /**
   * Counts an attempt in the first list of counters that is open, and returns that list; or the seconds until one may
   * be.
   */
  async claim(ways: readonly Way[], tries = ways.length): Promise<Way | number> {
    if (this.off) return [];
    const asked = ways.flatMap((way, index) =>
      way.map(({ kind, key }) => ({ way: index, key, ...this.limits[kind] })),
    );
    const [row] = await this.database.query(CLAIM, { asked: JSON.stringify(asked) });
    if (!row) throw new Error('The counters were not returned.');
    const way = ways[row.way ?? ways.length];
    if (!way) return row.seconds;
    const claimed = way.filter(({ key }) => row.claimed.includes(key));
    if (claimed.length === way.length) return way;
    // A concurrent attempt closed one of them: this attempt is not made, so the other counters must not keep it.
    await this.takeBack(claimed);
    return tries > 1 ? this.claim(ways, tries - 1) : 1;
  }

  /** Undoes the count of an attempt. */
  async takeBack(counters: readonly Counter[]): Promise<void> {
    for (const each of counters) await this.empty(each, this.limits[each.kind].leak);
  }

  /**
   * Resets the counters of this account after the right password. Shared counters keep their other failures: otherwise
   * one account would clear a network's counter, and each sign-in would renew an attacker's spare attempts.
   */
  async forgive(counters: readonly Counter[]): Promise<void> {
    const isShared = ({ kind }: Counter): boolean => 'shared' in this.limits[kind];
    await this.takeBack(counters.filter(isShared));
    await this.forget(counters.filter((each) => !isShared(each)));
  }

  async forget(counters: readonly Counter[]): Promise<void> {
    for (const each of counters) await this.empty(each, ALL_SECONDS);
  }

  private async empty({ key }: Counter, seconds: number): Promise<void> {
    if (!this.off) await this.database.query(TAKE_BACK, { key, seconds });
  }
}
