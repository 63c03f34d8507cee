import type { MintedSecret } from '../../../../kernel/secret.js';
import { noteToken } from '../../../grants/grant-activity.service.js';

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

/** SQL: the expiry of a token with this lifetime, at most that of its grant `g`. */
const ACCESS_TOKEN_END = `least(now() + interval '1 hour', g.expires_at)`;
export const NEW_REFRESH_TOKEN_END = `least(now() + interval '30 days', g.expires_at)`;

/**
 * End of a statement that issues tokens: stores the access token and updates the grant's activity. `family` is the name
 * of its `WITH` query that has `family_id` and `grant_id`.
 */
export const insertAccessToken = (family: string) =>
  `${noteToken(family)}
   INSERT INTO access_tokens (id, token_hash, family_id, scopes, expires_at, dpop_jkt)
   SELECT :accessId, :accessHash, i.family_id, :narrowing, ${ACCESS_TOKEN_END as string}, :dpopJkt::text
   FROM ${family} i JOIN grants g ON g.id = i.grant_id
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
