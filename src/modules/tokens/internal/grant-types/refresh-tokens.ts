import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../../kernel/ids.js';
import type { ScopeSet } from '../../../../kernel/scope-set.js';
import { hashSecret, hasSecretShape } from '../../../../kernel/secret.js';
import { Database } from '../../../../platform/database/database.js';
import { statement, type RowOf } from '../../../../platform/database/statement.js';
import { CLIENT_IS_PUBLIC } from '../../../clients/client-credential.js';
import { toUserAccess } from '../access-row.js';
import {
  ACCESS_COLUMNS,
  FROM_REFRESH_TOKENS,
  REFRESH_TOKEN_IS_ALIVE,
  USER_ACCESS_SHAPE,
} from '../access.sql.js';
import {
  insertAccessToken,
  ISSUED_SHAPE,
  NEW_REFRESH_TOKEN_END,
  toIssuedTokens,
  type IssuedTokens,
} from './issued-tokens.js';
import { ReplayWindow } from './replay-window.js';
import type { ShownSecret } from './shown-secrets.js';

const FIND = statement(
  'refresh-token.find',
  `SELECT r.id, r.consumed_at IS NOT NULL AS consumed, ${REFRESH_TOKEN_IS_ALIVE} AS alive,
     c.application_type = 'web' AND ${CLIENT_IS_PUBLIC} AS "endIsFixed",
     r.dpop_jkt AS "dpopJkt", ${CLIENT_IS_PUBLIC} AS "ofPublicClient",
     f.id AS "familyId", f.scopes AS "familyScopes", f.auth_time AS "authTime",
     ${ACCESS_COLUMNS}
   ${FROM_REFRESH_TOKENS}
   WHERE r.token_hash = :hash AND g.kind = 'user'`,
  {
    ...USER_ACCESS_SHAPE,
    id: 'uuid',
    consumed: 'boolean',
    /** Neither expired nor revoked, by itself or by anything it depends on. */
    alive: 'boolean',
    /** Its successors end when it does (RFC 10017: browser apps). */
    endIsFixed: 'boolean',
    dpopJkt: 'text?',
    ofPublicClient: 'boolean',
    familyId: 'uuid',
    familyScopes: 'text[]',
    /** Time of the last sign-in before the first token of the family. */
    authTime: 'timestamptz?',
  },
);

/** A refresh token in a request, in its state when read. `access` has all scopes of its family. */
export type ShownRefreshToken = Omit<RowOf<typeof FIND>, keyof typeof USER_ACCESS_SHAPE> &
  ShownSecret & {
    /** The token in clear: never stored or logged. */
    readonly text: string;
  };

/** The request of a client with a refresh token. */
export interface Rotation {
  readonly shown: ShownRefreshToken;
  /** Null for all scopes of the family. */
  readonly narrowing: ScopeSet | null;
  /** Thumbprint of the key to which the new access token will be bound. */
  readonly dpopJkt: string | null;
}

// `consumed_at IS NULL`, in the statement that also issues the tokens, decides a race.
const ROTATE = statement(
  'refresh-token.rotate',
  `WITH consumed AS (
     UPDATE refresh_tokens SET consumed_at = clock_timestamp(), replay_nonce = :nonce
     WHERE id = :id AND consumed_at IS NULL AND expires_at > now()
     RETURNING family_id, expires_at
   ), family AS (
     SELECT d.family_id, f.grant_id, d.expires_at FROM consumed d JOIN token_families f ON f.id = d.family_id
   ), successor AS (
     INSERT INTO refresh_tokens (id, token_hash, family_id, expires_at, dpop_jkt)
     SELECT :refreshId, :refreshHash, f.family_id,
       CASE WHEN :endIsFixed THEN least(f.expires_at, g.expires_at) ELSE ${NEW_REFRESH_TOKEN_END} END, :refreshJkt
     FROM family f JOIN grants g ON g.id = f.grant_id
   ), ${insertAccessToken('family')}`,
  ISSUED_SHAPE,
);

/** Refresh tokens and their rotation (OAuth 2.1 §4.3.1). */
@Injectable()
export class RefreshTokens {
  constructor(
    private readonly database: Database,
    private readonly window: ReplayWindow,
  ) {}

  /**
   * Null for anything that is not a refresh token of this server. A consumed or invalid one is found: it may be a
   * replay.
   */
  async find(text: string): Promise<ShownRefreshToken | null> {
    if (!hasSecretShape('isor', text)) return null;
    const [row] = await this.database.query(FIND, { hash: hashSecret(text) });
    if (!row) return null;
    return { ...row, text, kind: 'refresh_token', access: toUserAccess(row, row.familyScopes) };
  }

  /** Consumes the token and issues its successor, in one statement. Null if it was consumed or has expired. */
  async rotate(
    tx: EntityManager,
    { shown, narrowing, dpopJkt }: Rotation,
  ): Promise<IssuedTokens | null> {
    const minted = this.window.mint(shown);
    const { access, refresh, nonce } = minted;
    const [issued] = await this.database.queryIn(tx, ROTATE, {
      ...{ id: shown.id, refreshId: newId(), accessId: newId() },
      ...{ refreshHash: refresh.hash, accessHash: access.hash, nonce },
      ...{ narrowing: narrowing?.toArray() ?? null, endIsFixed: shown.endIsFixed, dpopJkt },
      refreshJkt: shown.dpopJkt ?? (shown.ofPublicClient ? dpopJkt : null),
    });
    return issued ? toIssuedTokens(minted, issued, dpopJkt) : null;
  }
}
