import { Injectable } from '@nestjs/common';
import { hashSecret, hasSecretShape } from '../../../kernel/secret.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import type { Access, VerifiedAccess } from '../verified-access.js';
import { narrow, toAccess } from './access-row.js';
import {
  ACCESS_SHAPE,
  ACCESS_TOKEN_IS_ALIVE,
  ACCESS_COLUMNS,
  FROM_ACCESS_TOKENS,
} from './access.sql.js';

const VERIFY = statement(
  'access-token.verify',
  `SELECT t.id AS "tokenId", t.scopes AS narrowing, f.scopes AS "familyScopes",
     ${ACCESS_COLUMNS}
   ${FROM_ACCESS_TOKENS}
   WHERE t.token_hash = :hash AND t.dpop_jkt IS NOT DISTINCT FROM :dpopJkt::text AND ${ACCESS_TOKEN_IS_ALIVE}`,
  { ...ACCESS_SHAPE, tokenId: 'uuid', narrowing: 'text[]?', familyScopes: 'text[]' },
);

/**
 * Verifies an access token with one statement and no cache: a revocation, an ended membership, a changed role or plan
 * applies from the next request (REV-05).
 */
@Injectable()
export class AccessTokenVerifier {
  constructor(private readonly database: Database) {}

  /**
   * `projectId` (UUID) limits `projects` to that one, which leaves none if the grant does not cover it. `dpopJkt`:
   * thumbprint of the key that the caller has proven (RFC 9449 §7), required for a token bound to that key. Null:
   * unknown, expired, revoked at any level, bound otherwise, or no access token at all; the caller is not told which.
   */
  async verify(
    token: string,
    projectId: string | null,
    dpopJkt: string | null = null,
  ): Promise<VerifiedAccess | null> {
    if (!hasSecretShape('isoa', token)) return null;
    const [row] = await this.database.query(VERIFY, {
      hash: hashSecret(token),
      dpopJkt,
    });
    if (!row) return null;
    const all = narrow(toAccess(row, row.familyScopes), row.narrowing);
    const access = projectId === null ? all : only(projectId, all);
    return { ...access, tokenId: row.tokenId, scheme: dpopJkt === null ? 'Bearer' : 'DPoP' };
  }
}

const only = (projectId: string, access: Access): Access => ({
  ...access,
  projects: access.projects.filter(({ id }) => id === projectId),
});
