import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../kernel/ids.js';
import type { ScopeSet } from '../../../kernel/scope-set.js';
import { mintSecret, type MintedSecret } from '../../../kernel/secret.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { CLIENT_IS_PUBLIC, hasCredential } from '../../clients/client-credential.js';
import type { IssuedCode } from '../../grants/issued-code.js';
import { noteToken } from '../../grants/last-token.js';
import type { UserAccess } from '../verified-access.js';
import { toUserAccess, type UserAccessRow } from './access-row.js';
import { accessColumns, GRANT_IS_ALIVE, JOIN_PARTIES } from './access.sql.js';
import type { IssuedTokens } from './token-response.js';

const FIND_ACCESS = statement(
  'token-family.find-access',
  `SELECT ${accessColumns()}
   FROM authorization_codes k
   JOIN grants g ON g.id = k.grant_id ${JOIN_PARTIES}
   WHERE k.id = $1 AND g.kind = 'user' AND ${GRANT_IS_ALIVE}`,
);

// The refresh token of a public client is bound to the key, that of another to the client (RFC 9449 §5).
const BEGIN = statement(
  'token-family.begin',
  `WITH family AS (
     INSERT INTO token_families (id, grant_id, code_id, scopes, auth_time, credential_hash)
     SELECT $1, g.id, $3, $4, $9, $12
     FROM grants g JOIN clients c ON c.id = g.client_id
     WHERE g.id = $2 AND g.expires_at > now()
       AND (g.kind = 'user' OR ${hasCredential('$12::bytea')})
     RETURNING id, grant_id
   ), refresh AS (
     INSERT INTO refresh_tokens (id, token_hash, family_id, expires_at, dpop_jkt)
     SELECT $7, $8, f.id, least(now() + interval '30 days', g.expires_at),
       CASE WHEN ${CLIENT_IS_PUBLIC} THEN $11::text END
     FROM family f JOIN grants g ON g.id = f.grant_id JOIN clients c ON c.id = g.client_id
     WHERE $8::bytea IS NOT NULL
   ), ${noteToken('family')}
   INSERT INTO access_tokens (id, token_hash, family_id, scopes, expires_at, dpop_jkt)
   SELECT $5, $6, f.id, $10, least(now() + interval '1 hour', g.expires_at), $11::text
   FROM family f JOIN grants g ON g.id = f.grant_id
   RETURNING floor(extract(epoch FROM expires_at - now()))::int AS seconds,
     floor(extract(epoch FROM now()))::float8 AS "issuedAt"`,
);

const REVOKE_OF_CODE = statement(
  'token-family.revoke-of-code',
  `UPDATE token_families SET revoked_at = now() WHERE code_id = $1 AND revoked_at IS NULL RETURNING id`,
);

/** What a family begins with. */
export interface FamilyOrigin {
  readonly grantId: string;
  /** The code just taken; null for a service. */
  readonly codeId: string | null;
  readonly scopes: ScopeSet;
  /** What its first access token has of them; null for all. */
  readonly narrowing: ScopeSet | null;
  readonly authTime: Date | null;
  /** What a service proved (`AuthenticatedClient.credential`); null for a person's, which rest on what the person allowed. */
  readonly credential: Buffer | null;
  /** Comes with a refresh token. */
  readonly refreshable: boolean;
  /** Thumbprint of the key that the app proved, for its tokens to be bound to. */
  readonly dpopJkt: string | null;
}

interface IssuedRow {
  readonly seconds: number;
  readonly issuedAt: number;
}

/** Token families: what one redemption of one code, or one request of a service, brings forth. */
@Injectable()
export class TokenFamilies {
  constructor(private readonly database: Database) {}

  /** What the code's grant amounts to now; null if it has ended. */
  async findAccess({ id, scopes }: IssuedCode): Promise<UserAccess | null> {
    const [row] = await this.database.query<UserAccessRow>(FIND_ACCESS, [id]);
    return row ? toUserAccess(row, scopes.toArray(), null) : null;
  }

  /** Begins a family with its first tokens: all of it in one statement. Null if the grant or the credential ended meanwhile. */
  async begin(tx: EntityManager, origin: FamilyOrigin): Promise<IssuedTokens | null> {
    const { grantId, codeId, scopes, narrowing, authTime, refreshable, dpopJkt } = origin;
    const access = mintSecret('isoa');
    const refresh = refreshable ? mintSecret('isor') : null;
    const [issued] = await this.database.queryIn<IssuedRow>(tx, BEGIN, [
      ...[newId(), grantId, codeId, scopes.toArray()],
      ...[newId(), access.hash, newId(), refresh?.hash ?? null, authTime],
      ...[narrowing?.toArray() ?? null, dpopJkt, origin.credential],
    ]);
    return issued ? { ...toTokens(access, refresh, issued), dpopJkt } : null;
  }

  /** Ends what a code brought forth. Null if that was nothing, or had ended. */
  async revokeOfCode(tx: EntityManager, codeId: string): Promise<string | null> {
    const [family] = await this.database.queryIn<{ id: string }>(tx, REVOKE_OF_CODE, [codeId]);
    return family?.id ?? null;
  }
}

const toTokens = (
  access: MintedSecret,
  refresh: MintedSecret | null,
  { seconds, issuedAt }: IssuedRow,
): Omit<IssuedTokens, 'dpopJkt'> => ({
  accessToken: access.text,
  refreshToken: refresh?.text ?? null,
  issuedAt,
  expiresInSeconds: seconds,
});
