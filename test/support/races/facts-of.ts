import type { TwoServers } from './two-servers.js';

/** The database's state of one app. */
export interface Facts {
  readonly grants: number;
  /** Why its grant has ended; null while it is live. */
  readonly ended: string | null;
  readonly receipts: number;
  readonly codes: number;
  readonly families: number;
  /** Refresh tokens that were not consumed. */
  readonly leaves: number;
  readonly accessTokens: number;
  /** Tokens of either kind that were not ended. */
  readonly liveTokens: number;
}

const COUNT = `
  WITH g AS (SELECT * FROM grants WHERE client_id = $1),
    f AS (SELECT f.*, g.revoked_at AS ended_at FROM token_families f JOIN g ON g.id = f.grant_id),
    r AS (SELECT r.*, coalesce(f.revoked_at, f.ended_at) AS ended_at FROM refresh_tokens r JOIN f ON f.id = r.family_id),
    a AS (SELECT a.*, coalesce(a.revoked_at, f.revoked_at, f.ended_at) AS ended_at FROM access_tokens a JOIN f ON f.id = a.family_id)
  SELECT (SELECT count(*) FROM g)::int AS grants, (SELECT max(revoked_reason) FROM g) AS ended,
    (SELECT count(*) FROM consent_receipts c JOIN g ON g.id = c.grant_id)::int AS receipts,
    (SELECT count(*) FROM authorization_codes WHERE client_id = $1)::int AS codes,
    (SELECT count(*) FROM f)::int AS families,
    (SELECT count(*) FROM r WHERE consumed_at IS NULL)::int AS leaves,
    (SELECT count(*) FROM a)::int AS "accessTokens",
    (SELECT count(*) FROM r WHERE consumed_at IS NULL AND ended_at IS NULL)::int
      + (SELECT count(*) FROM a WHERE ended_at IS NULL)::int AS "liveTokens"`;

/** @param clientId the app's UUID */
export async function factsOf({ database }: TwoServers, clientId: string): Promise<Facts> {
  const [facts] = await database.query<Facts & Record<string, unknown>>(COUNT, [clientId]);
  return facts as Facts;
}

/** The apps, by `client_id`, with this event in the audit log; one for each event. */
export async function auditedApps({ database }: TwoServers, type: string): Promise<string[]> {
  const events = await database.query<{ app: string }>(
    `SELECT actor ->> 'clientId' AS app FROM audit_events WHERE type = $1 AND project_id IS NULL`,
    [type],
  );
  return events.map(({ app }) => app);
}
