import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../../kernel/ids.js';
import { ScopeSet } from '../../../../kernel/scope-set.js';
import { hashSecret, hasSecretShape, mintSecret } from '../../../../kernel/secret.js';
import { Database } from '../../../../platform/database/database.js';
import {
  sharedChange,
  sharedLookup,
  type SharedRow,
} from '../../../../platform/database/shared-statement.js';
import { statement } from '../../../../platform/database/statement.js';
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
  GRANT_IS_ALIVE,
  joined,
  SHOWN_CODES,
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
import type { ShownSecret } from './shown-secrets.js';

const FIND = sharedLookup(
  'authorization-code.find',
  { hash: 'bytea', ...CLIENT_KEY },
  `SELECT k.id, k.consumed_at IS NOT NULL AS consumed, k.expires_at > now() AND ${GRANT_IS_ALIVE} AS alive,
     k.redirect_uri AS "redirectUri", k.code_challenge AS "codeChallenge", ${joined('k.scopes')} AS scopes, k.nonce,
     k.auth_time AS "authTime", k.dpop_jkt AS "dpopJkt", k.identity_version AS "identityVersion",
     k.refreshable AND coalesce(k.created_at >= g.refreshable_since, false) AS refreshable,
     k.client_id AS "ownerId", ${ACCESS_COLUMNS}, ${CLIENT_COLUMNS}
   ${FROM_CLIENT} LEFT JOIN (${SHOWN_CODES}) ON k.code_hash = :hash`,
  {
    ...USER_ACCESS_SHAPE,
    ...SHOWN_CLIENT_SHAPE,
    /** Null if there is no such code; then all columns of the code are. */
    id: 'uuid?',
    ownerId: 'uuid',
    consumed: 'boolean',
    /** Neither the code, nor the grant, nor anything it depends on has ended. */
    alive: 'boolean',
    redirectUri: 'text',
    codeChallenge: 'text',
    /** Requested and granted when it was issued. */
    scopes: 'text',
    /** For the ID token, exactly as sent (OpenID Connect Core §3.1.2.1). */
    nonce: 'text?',
    /** Time of the last authentication. */
    authTime: 'timestamptz',
    dpopJkt: 'text?',
    /** The identity version of the client that the person authorized. */
    identityVersion: 'integer',
    /** The page said that access persists, and that was not withdrawn since. */
    refreshable: 'boolean',
  },
);

type Found = SharedRow<typeof FIND>;

/** An authorization code in a request: as issued, and its state when read. */
export type ShownCode = Omit<
  Found,
  keyof typeof USER_ACCESS_SHAPE | keyof typeof SHOWN_CLIENT_SHAPE | 'scopes'
> &
  ShownSecret;

/** What a client redeems its code for. */
export interface Redemption {
  readonly client: AuthenticatedClient;
  /** With a refresh token. */
  readonly refreshable: boolean;
  /** Thumbprint of the key to which the access token will be bound. */
  readonly dpopJkt: string | null;
}

// Five wrong proofs consume the code, so that its verifier cannot be guessed.
const COUNT_FAILED_PROOF = statement(
  'authorization-code.count-failed-proof',
  `UPDATE authorization_codes SET failed_proofs = failed_proofs + 1,
     consumed_at = CASE WHEN failed_proofs + 1 >= 5 THEN clock_timestamp() END
   WHERE id = :id AND consumed_at IS NULL
   RETURNING consumed_at IS NOT NULL AS consumed`,
  { consumed: 'boolean' },
);

// `consumed_at IS NULL`, in the statement that also issues the tokens, decides a race.
const REDEEM = sharedChange(
  'authorization-code.redeem',
  {
    id: 'uuid',
    refreshId: 'uuid',
    refreshHash: 'bytea',
    refreshJkt: 'text',
    ...ACCESS_TOKEN,
    ...EVENT,
  },
  `code AS (
     UPDATE authorization_codes k SET consumed_at = clock_timestamp() FROM asked, grants g
     WHERE k.id = :id AND k.consumed_at IS NULL AND k.expires_at > now()
       AND g.id = k.grant_id AND g.revoked_at IS NULL AND g.expires_at > now()
     RETURNING asked.*, k.grant_id, k.scopes, k.auth_time
   ), family AS (
     INSERT INTO token_families (id, grant_id, code_id, scopes, auth_time)
     SELECT :familyId, asked.grant_id, :id, asked.scopes, asked.auth_time FROM code AS asked
   ), refresh AS (
     INSERT INTO refresh_tokens (id, token_hash, family_id, expires_at, dpop_jkt)
     SELECT :refreshId, :refreshHash, :familyId, ${REFRESH_TOKEN_END}, :refreshJkt
     FROM code AS asked WHERE :refreshHash IS NOT NULL
   ), ${recordEvent('code')}, ${insertAccessToken('code')}`,
  ISSUED_SHAPE,
);

const REVOKE_FAMILY = statement(
  'token-family.revoke-of-code',
  `UPDATE token_families SET revoked_at = now() WHERE code_id = :codeId AND revoked_at IS NULL RETURNING id`,
  { id: 'uuid' },
);

/** Authorization codes and the tokens issued for them (RFC 6749 §4.1.3). */
@Injectable()
export class AuthorizationCodes {
  constructor(
    private readonly database: Database,
    private readonly activity: GrantActivity,
  ) {}

  /**
   * The code and the client of a request. No code for anything that is not one of this server, or whose grant has
   * ended. A consumed one is found: it may be a replay.
   */
  async find(
    text: string | undefined,
    client: ClientKey,
  ): Promise<{ readonly client: ShownClient | null; readonly code: ShownCode | null }> {
    const hash = text !== undefined && hasSecretShape('isoc', text) ? hashSecret(text) : null;
    const row = await this.database.queryShared(FIND, { hash, ...client });
    if (!row) throw new Error('The statement returns one row.');
    const shownBy = shownClientOf(row);
    return { client: shownBy, code: shownBy && toShownCode(row) };
  }

  /** Records a wrong proof. True if that was the last attempt. */
  async countFailedProof(tx: EntityManager, id: string): Promise<boolean> {
    const [row] = await this.database.queryIn(tx, COUNT_FAILED_PROOF, { id });
    return row?.consumed === true;
  }

  /**
   * Consumes the code, begins a token family and records the event, in one statement. Null if it was consumed or has
   * expired, or its grant has.
   */
  async redeem(
    { id, access: { grant } }: ShownCode,
    { client, refreshable, dpopJkt }: Redemption,
    event: AuditEvent,
  ): Promise<IssuedTokens | null> {
    const token = mintSecret('isoa');
    const refresh = refreshable ? mintSecret('isor') : null;
    const ids = { id, familyId: newId(), refreshId: newId(), accessId: newId() };
    const hashes = { accessHash: token.hash, refreshHash: refresh?.hash ?? null };
    const issued = await this.database.queryShared(REDEEM, {
      ...{ ...ids, ...hashes, narrowing: null, dpopJkt, grantExpiresAt: grant.expiresAt },
      // The refresh token of a public client is bound to the key, that of another to the client (RFC 9449 §5).
      refreshJkt: client.credential === null ? dpopJkt : null,
      ...eventValues(event),
    });
    if (!issued) return null;
    this.activity.noteToken(grant.id);
    return toIssuedTokens({ access: token, refresh }, issued, dpopJkt);
  }

  /** Ends the token family of the code; its id. Null if there is none, or it had ended. */
  async revokeFamily(tx: EntityManager, codeId: string): Promise<string | null> {
    const [family] = await this.database.queryIn(tx, REVOKE_FAMILY, { codeId });
    return family?.id ?? null;
  }
}

function toShownCode(row: Found): ShownCode | null {
  const { id } = row;
  if (id === null) return null;
  return {
    kind: 'authorization_code',
    id,
    ownerId: row.ownerId,
    consumed: row.consumed,
    alive: row.alive,
    redirectUri: row.redirectUri,
    codeChallenge: row.codeChallenge,
    nonce: row.nonce,
    authTime: row.authTime,
    dpopJkt: row.dpopJkt,
    identityVersion: row.identityVersion,
    refreshable: row.refreshable,
    access: toUserAccess(row, ScopeSet.ofJoined(row.scopes)),
  };
}
