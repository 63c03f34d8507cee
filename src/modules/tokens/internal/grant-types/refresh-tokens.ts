import { Injectable } from '@nestjs/common';
import { newId } from '../../../../kernel/ids.js';
import { ScopeSet } from '../../../../kernel/scope-set.js';
import { hashSecret, hasSecretShape } from '../../../../kernel/secret.js';
import { Database } from '../../../../platform/database/database.js';
import {
  sharedChange,
  sharedLookup,
  type SharedRow,
} from '../../../../platform/database/shared-statement.js';
import type { AuditEvent } from '../../../audit/audit-event.js';
import { EVENT, eventValues, recordEvent } from '../../../audit/record-event.js';
import type { AuthenticatedClient } from '../../../clients/authenticated-client.js';
import {
  CLIENT_KEY,
  SHOWN_CLIENT_SHAPE,
  shownClientOf,
  type ClientKey,
  type ShownClient,
} from '../../../clients/shown-client.js';
import { GrantActivity } from '../../../grants/grant-activity.service.js';
import { toUserAccess } from '../access-row.js';
import {
  ACCESS_COLUMNS,
  CLIENT_COLUMNS,
  FROM_CLIENT,
  joined,
  REFRESH_TOKEN_IS_ALIVE,
  SHOWN_REFRESH_TOKENS,
  USER_ACCESS_SHAPE,
} from '../access.sql.js';
import {
  ACCESS_TOKEN,
  insertAccessToken,
  ISSUED_SHAPE,
  REFRESH_TOKEN_END,
  toIssuedTokens,
  type IssuedTokens,
} from './issued-tokens.js';
import { ReplayWindow } from './replay-window.js';
import type { ShownSecret } from './shown-secrets.js';

const FIND = sharedLookup(
  'refresh-token.find',
  { hash: 'bytea', ...CLIENT_KEY },
  `SELECT r.id, r.consumed_at IS NOT NULL AS consumed, ${REFRESH_TOKEN_IS_ALIVE} AS alive,
     r.dpop_jkt AS "dpopJkt", f.id AS "familyId", ${joined('f.scopes')} AS "familyScopes", f.auth_time AS "authTime",
     g.client_id AS "ownerId", ${ACCESS_COLUMNS}, ${CLIENT_COLUMNS}
   ${FROM_CLIENT} LEFT JOIN (${SHOWN_REFRESH_TOKENS}) ON r.token_hash = :hash AND g.kind = 'user'`,
  {
    ...USER_ACCESS_SHAPE,
    ...SHOWN_CLIENT_SHAPE,
    /** Null if there is no such token; then all columns of the token are. */
    id: 'uuid?',
    ownerId: 'uuid',
    consumed: 'boolean',
    /** Neither expired nor revoked, by itself or by anything it depends on. */
    alive: 'boolean',
    dpopJkt: 'text?',
    familyId: 'uuid',
    familyScopes: 'text',
    /** Time of the last sign-in before the first token of the family. */
    authTime: 'timestamptz?',
  },
);

type Found = SharedRow<typeof FIND>;

/** A refresh token in a request, in its state when read. `access` has all scopes of its family. */
export type ShownRefreshToken = Omit<
  Found,
  keyof typeof USER_ACCESS_SHAPE | keyof typeof SHOWN_CLIENT_SHAPE | 'familyScopes'
> &
  ShownSecret & {
    /** The token in clear: never stored or logged. */
    readonly text: string;
  };

/** The request of a client with a refresh token of its own. */
export interface Rotation {
  readonly shown: ShownRefreshToken;
  readonly client: AuthenticatedClient;
  /** Null for all scopes of the family. */
  readonly narrowing: ScopeSet | null;
  /** Thumbprint of the key to which the new access token will be bound. */
  readonly dpopJkt: string | null;
}

// `consumed_at IS NULL`, in the statement that also issues the tokens, decides a race.
const ROTATE = sharedChange(
  'refresh-token.rotate',
  {
    id: 'uuid',
    nonce: 'bytea',
    refreshId: 'uuid',
    refreshHash: 'bytea',
    refreshJkt: 'text',
    endIsFixed: 'boolean',
    ...ACCESS_TOKEN,
    ...EVENT,
  },
  `consumed AS (
     UPDATE refresh_tokens r SET consumed_at = clock_timestamp(), replay_nonce = :nonce FROM asked
     WHERE r.id = :id AND r.consumed_at IS NULL AND r.expires_at > now()
     RETURNING asked.*, r.expires_at AS token_end
   ), successor AS (
     INSERT INTO refresh_tokens (id, token_hash, family_id, expires_at, dpop_jkt)
     SELECT :refreshId, :refreshHash, :familyId,
       CASE WHEN :endIsFixed THEN least(asked.token_end, :grantExpiresAt) ELSE ${REFRESH_TOKEN_END} END, :refreshJkt
     FROM consumed AS asked
   ), ${recordEvent('consumed')}, ${insertAccessToken('consumed')}`,
  ISSUED_SHAPE,
);

/** Refresh tokens and their rotation (OAuth 2.1 §4.3.1). */
@Injectable()
export class RefreshTokens {
  constructor(
    private readonly database: Database,
    private readonly window: ReplayWindow,
    private readonly activity: GrantActivity,
  ) {}

  /**
   * The token and the client of a request. No token for anything that is not a refresh token of this server. A consumed
   * or invalid one is found: it may be a replay.
   */
  async find(
    text: string | undefined,
    client: ClientKey,
  ): Promise<{ readonly client: ShownClient | null; readonly shown: ShownRefreshToken | null }> {
    const known = text !== undefined && hasSecretShape('isor', text) ? text : null;
    const hash = known === null ? null : hashSecret(known);
    const row = await this.database.queryShared(FIND, { hash, ...client });
    if (!row) throw new Error('The statement returns one row.');
    const shownBy = shownClientOf(row);
    return { client: shownBy, shown: shownBy && toShownToken(row, known) };
  }

  /**
   * Consumes the token, issues its successor and records the event, in one statement. Null if it was consumed or has
   * expired.
   */
  async rotate(rotation: Rotation, event: AuditEvent): Promise<IssuedTokens | null> {
    const { shown, client, narrowing, dpopJkt } = rotation;
    const isPublic = client.credential === null;
    const minted = await this.window.mint(rotation);
    const { access, refresh, nonce } = minted;
    const issued = await this.database.queryShared(ROTATE, {
      ...{ id: shown.id, familyId: shown.familyId, refreshId: newId(), accessId: newId() },
      ...{ refreshHash: refresh.hash, accessHash: access.hash, nonce },
      ...{ narrowing: narrowing?.toArray() ?? null, dpopJkt },
      grantExpiresAt: shown.access.grant.expiresAt,
      // The successors of a browser app's token end when it does (RFC 10017).
      endIsFixed: isPublic && client.applicationType === 'web',
      refreshJkt: shown.dpopJkt ?? (isPublic ? dpopJkt : null),
      ...eventValues(event),
    });
    if (!issued) return null;
    this.activity.noteToken(shown.access.grant.id);
    return toIssuedTokens(minted, issued, dpopJkt);
  }
}

function toShownToken(row: Found, text: string | null): ShownRefreshToken | null {
  const { id } = row;
  if (id === null || text === null) return null;
  return {
    kind: 'refresh_token',
    id,
    text,
    ownerId: row.ownerId,
    consumed: row.consumed,
    alive: row.alive,
    dpopJkt: row.dpopJkt,
    familyId: row.familyId,
    authTime: row.authTime,
    access: toUserAccess(row, ScopeSet.ofJoined(row.familyScopes)),
  };
}
