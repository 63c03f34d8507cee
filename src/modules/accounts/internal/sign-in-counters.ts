import type { Environment } from '../../../platform/config/environment.js';
import type { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { counterKey } from '../../../platform/http/rate-limit/buckets.js';

/**
 * What wrong passwords are counted for, and how each of it slows down the next attempt (attack D8). `free` in a row cost
 * nothing, then there is a wait that doubles with each; one is forgotten every `leak` seconds. Times are seconds.
 */
function limitsOf(free: number) {
  const slow = { free, leak: 600, first_wait: 5, longest_wait: 300 };
  return {
    /** One account, by strangers from wherever. */
    account: slow,
    /** One account in a browser that it knows, or in a session. */
    browser: slow,
    /** One account from one network: whoever must wait here cannot take the account's next attempt from others. */
    accountFromNetwork: slow,
    /** One network, where many people may be. */
    network: { shared: true, free: 6 * free, leak: 30, first_wait: 2, longest_wait: 120 },
    /** Attempts at one account for newcomers while it waits because of others; for all networks together no more. */
    spare: { shared: true, free: 4 * free, leak: 180, first_wait: 180, longest_wait: 180 },
    /** What one network may have of them: with less than twenty networks nobody can keep them used up. */
    spareFromNetwork: { free: 3, leak: 3600, first_wait: 3600, longest_wait: 3600 },
  };
}

type Limits = ReturnType<typeof limitsOf>;

/** One thing that is counted for. */
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

// One statement counts and decides, so that of a burst of attempts no more get through than are free. An attempt that
// must wait fills no bucket: trying again does not make the wait longer. The clock, since others may have counted
// between the start of this statement (`now()`) and its look at the rows.
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

/** More than anything is remembered. */
const ALL_SECONDS = 1e9;

/** Wrong passwords, counted in PostgreSQL over all replicas. */
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

  /** Counts an attempt in the first of the ways that is open, and gives that; or the seconds until one of them may be. */
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
    // Others were quicker at one of them: this attempt is not made yet, so the rest must not count it.
    await this.takeBack(claimed);
    return tries > 1 ? this.claim(ways, tries - 1) : 1;
  }

  /** The attempt was none. */
  async takeBack(counters: readonly Counter[]): Promise<void> {
    for (const each of counters) await this.empty(each, this.limits[each.kind].leak);
  }

  /**
   * The right password clears what was counted for this account. What many share keeps its other failures: one good
   * account would clear a network, and each sign-in of a person would give strangers their spare attempts again.
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
