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

/** SQL: the expiry of a token with this lifetime, at most that of its grant. */
export const REFRESH_TOKEN_END =
  `least(now() + interval '30 days', :grantExpiresAt::timestamptz)` as const;

/**
 * End of a statement that issues tokens: stores the access token. `won` is the name of its `WITH` query that has a row
 * if it issues any.
 */
export const insertAccessToken = <const Won extends string>(won: Won) =>
  `INSERT INTO access_tokens (id, token_hash, family_id, scopes, expires_at, dpop_jkt)
   SELECT :accessId, :accessHash, :familyId, :narrowing,
     least(now() + interval '1 hour', :grantExpiresAt::timestamptz), :dpopJkt::text
   FROM ${won}
   RETURNING floor(extract(epoch FROM expires_at - now()))::int AS seconds,
     floor(extract(epoch FROM now()))::float8 AS "issuedAt"` as const;

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
