import type { TestDatabase } from '../test-database.js';

/** Codes that expired within the last two days, each of them redeemed. */
export const addManyCodes = (
  database: TestDatabase,
  { grantId, clientUuid }: { readonly grantId: string; readonly clientUuid: string },
  count: number,
): Promise<unknown> =>
  database.query(
    `INSERT INTO authorization_codes (id, code_hash, grant_id, client_id, redirect_uri, code_challenge, scopes,
       auth_time, refreshable, identity_version, expires_at, consumed_at)
     SELECT gen_random_uuid(), sha256(($1::text || i)::bytea), $1::uuid, $2, '', '', '{}', now(),
       true, 1, now() - interval '2 days' + (i % 7) * interval '1 hour', now() FROM generate_series(1, $3::int) i`,
    [grantId, clientUuid, count],
  );

/** Consumed refresh tokens of one family, which end tomorrow. */
export const addManyRefreshTokens = (
  database: TestDatabase,
  familyId: string,
  count: number,
): Promise<unknown> =>
  database.query(
    `INSERT INTO refresh_tokens (id, token_hash, family_id, expires_at, consumed_at)
     SELECT gen_random_uuid(), sha256(i::text::bytea), $1, now() + interval '1 day', now()
     FROM generate_series(1, $2::int) i`,
    [familyId, count],
  );

/** Families of the grant, before all others by their ids, each with an expired refresh token. */
export const addManyFamilies = (
  database: TestDatabase,
  grantId: string,
  count: number,
): Promise<unknown> =>
  database.query(
    `WITH families AS (
       INSERT INTO token_families (id, grant_id, scopes)
       SELECT ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, $1, '{}' FROM generate_series(1, $2::int) i
       RETURNING id)
     INSERT INTO refresh_tokens (id, token_hash, family_id, expires_at)
     SELECT id, sha256(id::text::bytea), id, now() FROM families`,
    [grantId, count],
  );

/** Self-registered clients of this age, named by their kind. */
export const addManyClients = (
  database: TestDatabase,
  { kind, age, count, approved = false }: ManyClients,
): Promise<unknown> =>
  database.query(
    `INSERT INTO clients (id, origin, name, application_type, token_endpoint_auth_method, redirect_uris, grant_types,
       state, state_changed_at, approved_at)
     SELECT gen_random_uuid(), 'dynamic', $1, 'web', 'none', '{}', '{}', CASE WHEN $4 THEN 'approved' ELSE 'registered' END,
       now() - $2::interval, CASE WHEN $4 THEN now() END FROM generate_series(1, $3::int)`,
    [kind, age, count, approved],
  );

interface ManyClients {
  readonly kind: string;
  /** A PostgreSQL interval. */
  readonly age: string;
  readonly count: number;
  readonly approved?: boolean;
}

/** Clients retired at intervals of one millisecond, named by their number, the newest first. */
export const addManyRetiredClients = (database: TestDatabase, count: number): Promise<void> =>
  database.fill(
    `INSERT INTO clients (id, origin, name, application_type, token_endpoint_auth_method, redirect_uris, grant_types,
       state, state_changed_at)
     SELECT gen_random_uuid(), 'dynamic', i::text, 'native', 'none', '{}', '{}', 'retired', at
     FROM generate_series(1, ${String(count)}) i,
       LATERAL (SELECT now() - interval '2 hours' - i * interval '1 ms') t (at)`,
  );

/** Rate limit counters that expired an hour ago; the first one expires in an hour. */
export const addManyCounters = (database: TestDatabase, count: number): Promise<unknown> =>
  database.query(
    `INSERT INTO rate_limit_counters (key, hits, expires_at)
     SELECT 'k' || n, 1, now() + CASE WHEN n = 1 THEN interval '1 hour' ELSE interval '-1 hour' END
     FROM generate_series(1, $1::int) n`,
    [count],
  );
