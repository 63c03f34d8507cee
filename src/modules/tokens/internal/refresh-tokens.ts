import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../kernel/ids.js';
import { ScopeSet } from '../../../kernel/scope-set.js';
import { hashSecret, hasSecretShape } from '../../../kernel/secret.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { CLIENT_IS_PUBLIC } from '../../clients/client-credential.js';
import { noteToken } from '../../grants/last-token.js';
import { raceVerdict, type Loss } from '../../grants/race-verdict.js';
import type { UserAccess } from '../verified-access.js';
import { toUserAccess, type UserAccessRow } from './access-row.js';
import { accessColumns, JOIN_PARTIES, REFRESH_TOKEN_IS_ALIVE } from './access.sql.js';
import { Successors } from './successor-tokens.js';
import type { IssuedTokens } from './token-response.js';

/** A refresh token somebody showed, as it stood a moment ago. */
export interface ShownRefreshToken {
  readonly id: string;
  /** The token itself: never to be stored or logged. */
  readonly text: string;
  readonly spent: boolean;
  /** Neither expired nor revoked, by itself or by anything it hangs from. */
  readonly alive: boolean;
  /** Its successors end when it does (RFC 10017: browser apps). */
  readonly endIsFixed: boolean;
  /** Thumbprint of the key that it takes beside it, and its successors too (RFC 9449 §5); null if it takes none. */
  readonly dpopJkt: string | null;
  readonly ofPublicClient: boolean;
  readonly familyId: string;
  readonly familyScopes: ScopeSet;
  /** When the person had last signed in before the first token of the family. */
  readonly authTime: Date | null;
  /** What the grant amounts to with this narrowing; null for all of the family's scopes. */
  accessWith(narrowing: ScopeSet | null): UserAccess;
}

/** What somebody wants who shows one. */
export interface Rotation {
  readonly shown: ShownRefreshToken;
  /** Null for all scopes of the family. */
  readonly narrowing: ScopeSet | null;
  /** Thumbprint of the key that the new access token will be bound to. */
  readonly dpopJkt: string | null;
}

type ShownFacts =
  'id' | 'spent' | 'alive' | 'endIsFixed' | 'dpopJkt' | 'ofPublicClient' | 'authTime';

type ShownRow = UserAccessRow &
  Pick<ShownRefreshToken, ShownFacts> & {
    readonly family_id: string;
    readonly family_scopes: readonly string[];
  };

const FIND = statement(
  'refresh-token.find',
  `SELECT r.id, r.consumed_at IS NOT NULL AS spent, 
     ${REFRESH_TOKEN_IS_ALIVE} AS alive,
     c.application_type = 'web' AND ${CLIENT_IS_PUBLIC} AS "endIsFixed",
     r.dpop_jkt AS "dpopJkt", ${CLIENT_IS_PUBLIC} AS "ofPublicClient",
     f.id AS family_id, f.scopes AS family_scopes, f.auth_time AS "authTime",
     ${accessColumns()}
   FROM refresh_tokens r
   JOIN token_families f ON f.id = r.family_id
   JOIN grants g ON g.id = f.grant_id ${JOIN_PARTIES}
   WHERE r.token_hash = $1 AND g.kind = 'user'`,
);

// The one condition that decides a race is `consumed_at IS NULL`, in the statement that spends the token.
const ROTATE = statement(
  'refresh-token.rotate',
  `WITH spent AS (
     UPDATE refresh_tokens SET consumed_at = clock_timestamp(), replay_nonce = $8
     WHERE id = $1 AND consumed_at IS NULL AND expires_at > now()
     RETURNING family_id, expires_at
   ), ends AS (
     SELECT s.family_id, g.id AS grant_id, least(now() + interval '1 hour', g.expires_at) AS access_ends,
       least(CASE WHEN $7 THEN s.expires_at ELSE now() + interval '30 days' END, g.expires_at) AS refresh_ends
     FROM spent s JOIN token_families f ON f.id = s.family_id JOIN grants g ON g.id = f.grant_id
   ), successor AS (
     INSERT INTO refresh_tokens (id, token_hash, family_id, expires_at, dpop_jkt)
     SELECT $2, $3, family_id, refresh_ends, $10 FROM ends
   ), ${noteToken('ends')}
   INSERT INTO access_tokens (id, token_hash, family_id, scopes, expires_at, dpop_jkt)
   SELECT $4, $5, family_id, $6, access_ends, $9 FROM ends
   RETURNING floor(extract(epoch FROM expires_at - now()))::int AS seconds,
     floor(extract(epoch FROM now()))::float8 AS "issuedAt"`,
);

const judgeLoser = raceVerdict('refresh-token', 'refresh_tokens');

/** Refresh tokens and their rotation (OAuth 2.1 §4.3.1). */
@Injectable()
export class RefreshTokens {
  constructor(
    private readonly database: Database,
    private readonly successors: Successors,
  ) {}

  /** Null for anything that is no refresh token of ours. A spent or dead one is found: it may be a replay. */
  async find(text: string): Promise<ShownRefreshToken | null> {
    if (!hasSecretShape('isor', text)) return null;
    const [row] = await this.database.query<ShownRow>(FIND, [hashSecret(text)]);
    return row ? toShown(text, row) : null;
  }

  /** Spends the token and mints its successor, in one statement. Null if somebody else was faster. */
  async rotate(
    tx: EntityManager,
    { shown, narrowing, dpopJkt }: Rotation,
  ): Promise<IssuedTokens | null> {
    const { access, refresh, nonce } = this.successors.mint(shown.text, shown);
    const [issued] = await this.database.queryIn<{ seconds: number; issuedAt: number }>(
      tx,
      ROTATE,
      [
        ...[shown.id, newId(), refresh.hash],
        ...[newId(), access.hash, narrowing?.toArray() ?? null, shown.endIsFixed],
        ...[nonce, dpopJkt, shown.dpopJkt ?? (shown.ofPublicClient ? dpopJkt : null)],
      ],
    );
    if (!issued) return null;
    return {
      accessToken: access.text,
      refreshToken: refresh.text,
      issuedAt: issued.issuedAt,
      expiresInSeconds: issued.seconds,
      dpopJkt,
    };
  }

  /** Why somebody did not get the token; `seenUnspent`: it was there when this request looked. */
  judgeLoser(tx: EntityManager, id: string, seenUnspent: boolean): Promise<Loss> {
    return judgeLoser(this.database, tx, id, seenUnspent);
  }
}

const toShown = (text: string, row: ShownRow): ShownRefreshToken => ({
  text,
  id: row.id,
  spent: row.spent,
  alive: row.alive,
  endIsFixed: row.endIsFixed,
  dpopJkt: row.dpopJkt,
  ofPublicClient: row.ofPublicClient,
  familyId: row.family_id,
  familyScopes: new ScopeSet(row.family_scopes),
  authTime: row.authTime,
  accessWith: (narrowing) => toUserAccess(row, row.family_scopes, narrowing?.toArray() ?? null),
});
