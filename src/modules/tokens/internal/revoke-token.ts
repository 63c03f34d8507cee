import { Injectable } from '@nestjs/common';
import { hashSecret, hasSecretShape } from '../../../kernel/secret.js';
import { Database } from '../../../platform/database/database.js';
import { statement, type Statement } from '../../../platform/database/statement.js';
import type { AuditEvent } from '../../audit/audit-event.js';
import { AuditLog } from '../../audit/audit-log.service.js';
import type { Client } from '../../clients/client.js';

interface Outcome {
  readonly targetId: string;
  readonly grantId: string;
  /** Null for a service. */
  readonly userId: string | null;
  /** The token belongs to the client that asks. */
  readonly own: boolean;
  readonly revoked: boolean;
}

const OUTCOME = `SELECT s.target_id AS "targetId", s.grant_id AS "grantId", s.user_id AS "userId",
  s.client_id = $2 AS own, EXISTS (SELECT FROM revoked) AS revoked FROM shown s`;

const REVOKE_ACCESS_TOKEN = statement(
  'access-token.revoke',
  `WITH shown AS (
     SELECT t.id AS target_id, g.id AS grant_id, g.user_id, g.client_id
     FROM access_tokens t JOIN token_families f ON f.id = t.family_id JOIN grants g ON g.id = f.grant_id
     WHERE t.token_hash = $1
   ), revoked AS (
     UPDATE access_tokens t SET revoked_at = now() FROM shown s
     WHERE t.id = s.target_id AND s.client_id = $2 AND t.revoked_at IS NULL RETURNING t.id
   ) ${OUTCOME}`,
);

// Any refresh token of the family will do, spent ones too: who wants it ended shall have it ended.
const REVOKE_FAMILY = statement(
  'token-family.revoke',
  `WITH shown AS (
     SELECT f.id AS target_id, g.id AS grant_id, g.user_id, g.client_id
     FROM refresh_tokens r JOIN token_families f ON f.id = r.family_id JOIN grants g ON g.id = f.grant_id
     WHERE r.token_hash = $1
   ), revoked AS (
     UPDATE token_families f SET revoked_at = now() FROM shown s
     WHERE f.id = s.target_id AND s.client_id = $2 AND f.revoked_at IS NULL RETURNING f.id
   ) ${OUTCOME}`,
);

/** Ends a token at the wish of its client (RFC 7009). */
@Injectable()
export class RevokeToken {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /**
   * An access token ends alone; a refresh token takes its family along (RFC 7009 §2.1). The prefix says which
   * it is, so the hint is not needed. Unknown, foreign or ended: nothing happens, and the caller is not told.
   */
  async revoke(token: string, client: Client): Promise<void> {
    if (hasSecretShape('isoa', token)) {
      await this.end(REVOKE_ACCESS_TOKEN, token, client, {
        type: 'token.revoked',
        kind: 'access_token',
      });
    } else if (hasSecretShape('isor', token)) {
      await this.end(REVOKE_FAMILY, token, client, {
        type: 'family.revoked',
        kind: 'token_family',
      });
    }
  }

  private async end(
    revoke: Statement,
    token: string,
    client: Client,
    { type, kind }: Pick<AuditEvent, 'type'> & { kind: string },
  ): Promise<void> {
    const outcome = await this.database.transaction(async (tx) => {
      const values = [hashSecret(token), client.id];
      const [found] = await this.database.queryIn<Outcome>(tx, revoke, values);
      if (found?.revoked) {
        const { grantId, userId, targetId } = found;
        await this.audit.record(tx, {
          type,
          actor: {
            kind: 'app',
            clientId: client.clientId,
            grantId,
            ...(userId !== null && { userId }),
          },
          target: { kind, id: targetId },
          reason: 'revoked_by_app',
        });
      }
      return found;
    });
    if (outcome && !outcome.own) await this.refuse(outcome, kind, client);
  }

  private async refuse(
    { targetId, grantId }: Outcome,
    kind: string,
    client: Client,
  ): Promise<void> {
    await this.audit.recordRepeatable({
      type: 'token.client_mismatch',
      actor: { kind: 'app', clientId: client.clientId },
      target: { kind, id: targetId },
      context: { grant_id: grantId },
    });
  }
}
