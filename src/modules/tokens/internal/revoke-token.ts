import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { hashSecret, hasSecretShape } from '../../../kernel/secret.js';
import { Database } from '../../../platform/database/database.js';
import { statement, type RowOf } from '../../../platform/database/statement.js';
import { AuditLog } from '../../audit/audit-log.service.js';
import type { AuthenticatedClient } from '../../clients/authenticated-client.js';
import { ACCESS_TOKENS, REFRESH_TOKENS } from './access.sql.js';

const SHOWN = `SELECT g.id AS grant_id, g.user_id, g.client_id`;
const OUTCOME = `SELECT s.target_id AS "targetId", s.grant_id AS "grantId", s.user_id AS "userId",
     s.client_id = :clientId AS own, EXISTS (SELECT FROM revoked) AS revoked FROM shown s` as const;
const SHAPE = {
  targetId: 'uuid',
  grantId: 'uuid',
  /** Null for a service. */
  userId: 'uuid?',
  /** The token belongs to the client that calls. */
  own: 'boolean',
  revoked: 'boolean',
} as const;

const REVOKE_ACCESS_TOKEN = statement(
  'access-token.revoke',
  `WITH shown AS (
     ${SHOWN}, t.id AS target_id FROM ${ACCESS_TOKENS} WHERE t.token_hash = :hash
   ), revoked AS (
     UPDATE access_tokens t SET revoked_at = now() FROM shown s
     WHERE t.token_hash = :hash AND s.client_id = :clientId AND t.revoked_at IS NULL RETURNING t.id
   ) ${OUTCOME}`,
  SHAPE,
);

// Any refresh token of the family is accepted, also a consumed one: the client wants the family revoked.
const REVOKE_FAMILY = statement(
  'token-family.revoke',
  `WITH shown AS (
     ${SHOWN}, f.id AS target_id FROM ${REFRESH_TOKENS} WHERE r.token_hash = :hash
   ), revoked AS (
     UPDATE token_families f SET revoked_at = now() FROM shown s
     WHERE f.id = s.target_id AND s.client_id = :clientId AND f.revoked_at IS NULL RETURNING f.id
   ) ${OUTCOME}`,
  SHAPE,
);

type Outcome = RowOf<typeof REVOKE_FAMILY>;

/** What a secret of each kind ends, by its name in the audit log. */
const ACCESS_TOKEN = {
  revoke: REVOKE_ACCESS_TOKEN,
  kind: 'access_token',
  type: 'token.revoked',
} as const;
const FAMILY = { revoke: REVOKE_FAMILY, kind: 'token_family', type: 'family.revoked' } as const;
type Revocable = typeof ACCESS_TOKEN | typeof FAMILY;

/** Revokes a token for its client (RFC 7009). */
@Injectable()
export class RevokeToken {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /**
   * An access token is revoked alone, a refresh token with its family (RFC 7009 §2.1). The prefix determines the kind,
   * so the hint is not needed. Unknown, another client's or ended: no effect, and the same response.
   */
  async revoke(token: string, client: AuthenticatedClient): Promise<void> {
    if (hasSecretShape('isoa', token)) await this.end(ACCESS_TOKEN, token, client);
    if (hasSecretShape('isor', token)) await this.end(FAMILY, token, client);
  }

  private async end(what: Revocable, token: string, client: AuthenticatedClient): Promise<void> {
    const values = { hash: hashSecret(token), clientId: client.id };
    const outcome = await this.database.transaction(async (tx) => {
      const [found] = await this.database.queryIn(tx, what.revoke, values);
      if (found?.revoked) await this.record(tx, what, found, client);
      return found;
    });
    if (outcome && !outcome.own) await this.refuse(what, outcome, client);
  }

  private record(
    tx: EntityManager,
    { type, kind }: Revocable,
    { targetId, grantId, userId }: Outcome,
    { clientId }: AuthenticatedClient,
  ): Promise<void> {
    return this.audit.record(tx, {
      type,
      actor: { kind: 'app', clientId, grantId, ...(userId !== null && { userId }) },
      target: { kind, id: targetId },
      reason: 'revoked_by_app',
    });
  }

  private async refuse(
    { kind }: Revocable,
    { targetId, grantId }: Outcome,
    client: AuthenticatedClient,
  ): Promise<void> {
    await this.audit.recordRepeatable({
      type: 'token.client_mismatch',
      actor: { kind: 'app', clientId: client.clientId },
      target: { kind, id: targetId },
      context: { grant_id: grantId },
    });
  }
}
