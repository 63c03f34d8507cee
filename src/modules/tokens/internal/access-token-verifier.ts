import { Injectable } from '@nestjs/common';
import { hashSecret, hasSecretShape } from '../../../kernel/secret.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import type { VerifiedAccess } from '../verified-access.js';
import { toAccess, type AccessRow } from './access-row.js';
import { accessColumns, FAMILY_IS_ALIVE, JOIN_PARTIES } from './access.sql.js';

const VERIFY = statement(
  'access-token.verify',
  `SELECT t.id AS token_id, t.scopes AS narrowing, f.scopes AS family_scopes,
     ${accessColumns('AND ($2::uuid IS NULL OR gp.project_id = $2)')}
   FROM access_tokens t
   JOIN token_families f ON f.id = t.family_id
   JOIN grants g ON g.id = f.grant_id ${JOIN_PARTIES}
   WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND t.expires_at > now()
     AND t.dpop_jkt IS NOT DISTINCT FROM $3::text AND ${FAMILY_IS_ALIVE}`,
);

type VerifiedRow = AccessRow & {
  readonly token_id: string;
  readonly narrowing: readonly string[] | null;
  readonly family_scopes: readonly string[];
};

/**
 * Says what an access token is good for at this very moment. One statement and no cache: a revocation, an
 * ended membership, a changed role or plan bites at the next request (REV-05).
 */
@Injectable()
export class AccessTokenVerifier {
  constructor(private readonly database: Database) {}

  /**
   * `projectId` (UUID) limits `projects` to that one, which leaves none if the grant does not cover it. `dpopJkt`:
   * of the key that the caller has proven (RFC 9449 §7). A bound token needs that very one, another needs none.
   * Null: unknown, expired, revoked at any level, bound otherwise, or no access token at all; who asks need not
   * know which.
   */
  async verify(
    token: string,
    projectId: string | null,
    dpopJkt: string | null = null,
  ): Promise<VerifiedAccess | null> {
    if (!hasSecretShape('isoa', token)) return null;
    const values = [hashSecret(token), projectId, dpopJkt];
    const [row] = await this.database.query<VerifiedRow>(VERIFY, values);
    if (!row) return null;
    const access = toAccess(row, row.family_scopes, row.narrowing);
    return { ...access, tokenId: row.token_id, scheme: dpopJkt === null ? 'Bearer' : 'DPoP' };
  }
}
