import type { MintedSecret } from '../../../../kernel/secret.js';

/** The tokens in clear, for the response only. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Seconds since the epoch, by the database's clock. */
  readonly issuedAt: number;
  readonly expiresInSeconds: number;
  /** Thumbprint of the key to which the access token is bound. */
  readonly dpopJkt: string | null;
}

export interface MintedTokens {
  readonly access: MintedSecret;
  readonly refresh: MintedSecret | null;
}

/** Columns returned by a statement that ends with `insertAccessToken`. */
export const ISSUED_SHAPE = { seconds: 'integer', issuedAt: 'double precision' } as const;

/** The types of its parameters. */
export const ACCESS_TOKEN = {
  accessId: 'uuid',
  accessHash: 'bytea',
  familyId: 'uuid',
  /** Null for the scopes of the family. */
  narrowing: 'text[]',
  grantExpiresAt: 'timestamptz',
  dpopJkt: 'text',
} as const;

/** SQL: the expiry of a token with this lifetime, at most that of its grant. */
export const REFRESH_TOKEN_END =
  `least(now() + interval '30 days', :grantExpiresAt::timestamptz)` as const;

const ACCESS_TOKEN_END = `least(now() + interval '1 hour', :grantExpiresAt::timestamptz)` as const;

/**
 * End of a shared change that issues tokens: stores the access token. `won` is the name of its `WITH` query that has a
 * row for each request that gets any, with the columns of `asked`.
 */
export const insertAccessToken = <const Won extends string>(won: Won) =>
  `access AS (
     INSERT INTO access_tokens (id, token_hash, family_id, scopes, expires_at, dpop_jkt)
     SELECT :accessId, :accessHash, :familyId, :narrowing, ${ACCESS_TOKEN_END}, :dpopJkt FROM ${won} AS asked
   )
   SELECT asked.place, floor(extract(epoch FROM ${ACCESS_TOKEN_END} - now()))::int AS seconds,
     floor(extract(epoch FROM now()))::float8 AS "issuedAt"
   FROM ${won} AS asked` as const;

export const toIssuedTokens = (
  { access, refresh }: MintedTokens,
  { seconds, issuedAt }: { readonly seconds: number; readonly issuedAt: number },
  dpopJkt: string | null,
): IssuedTokens => ({
  accessToken: access.text,
  refreshToken: refresh?.text ?? null,
  issuedAt,
  expiresInSeconds: seconds,
  dpopJkt,
});
