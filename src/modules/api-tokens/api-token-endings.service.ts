import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { notFound } from '../../kernel/errors/problem-error.js';
import { hashSecret } from '../../kernel/secret.js';
import { Database } from '../../platform/database/database.js';
import { statement, type RowOf } from '../../platform/database/statement.js';
import type { AuditActor } from '../audit/audit-event.js';
import { AuditLog } from '../audit/audit-log.service.js';
import { TOKEN_IS_LIVE } from './internal/live-api-token.sql.js';

/** Why a token ended, for the audit log. */
export type TokenEndingReason =
  'revoked' | 'leaked' | 'password_changed' | 'expired' | 'membership_ended';

export interface TokenEnding {
  readonly reason: TokenEndingReason;
  readonly actor: AuditActor;
}

/** To whom the end of a leaked token is told. */
export interface LeakedToken {
  readonly title: string;
  readonly email: string;
  readonly person: string;
}

const REVOKE = statement(
  'api-token.revoke',
  `UPDATE api_tokens t SET revoked_at = now(), revoked_reason = :reason
   WHERE t.id = ANY (:ids) AND t.revoked_at IS NULL
   RETURNING t.id, ARRAY(SELECT tp.project_id FROM api_token_projects tp WHERE tp.token_id = t.id) AS "projectIds"`,
  { id: 'uuid', projectIds: 'uuid[]' },
);

// Its creator, or an owner or admin of one of its projects (E7).
const MAY_REVOKE = statement(
  'api-token.may-revoke',
  `SELECT t.id FROM api_tokens t
   WHERE t.id = :id AND t.revoked_at IS NULL AND (t.user_id = :userId OR EXISTS (
     SELECT FROM api_token_projects tp JOIN memberships m ON m.project_id = tp.project_id
     WHERE tp.token_id = t.id AND m.user_id = :userId AND m.ended_at IS NULL AND m.role IN ('owner', 'admin')))`,
  { id: 'uuid' },
);

// Only one that works: old ones are in histories and logs.
const FIND_LEAKED = statement(
  'api-token.find-leaked',
  `SELECT t.id, t.title, u.email, u.name AS person FROM api_tokens t JOIN users u ON u.id = t.user_id
   WHERE t.token_hash = :hash AND ${TOKEN_IS_LIVE}`,
  { id: 'uuid', title: 'text', email: 'text', person: 'text' },
);

/** The only class that ends API tokens, so that each end has its audit event. */
@Injectable()
export class ApiTokenEndings {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** Ends those of these tokens that had not ended. @returns how many */
  async end(tx: EntityManager, ids: readonly string[], ending: TokenEnding): Promise<number> {
    const ended = await this.database.queryIn(tx, REVOKE, { ids, reason: ending.reason });
    for (const token of ended) await this.record(tx, token, ending);
    return ended.length;
  }

  /** A person revokes a token. @throws ProblemError 404 for one that is not theirs to revoke, or has ended (E7) */
  async revoke(tx: EntityManager, id: string, userId: string): Promise<void> {
    const [found] = await this.database.queryIn(tx, MAY_REVOKE, { id, userId });
    if (!found) throw notFound();
    await this.end(tx, [id], { reason: 'revoked', actor: { kind: 'user', userId } });
  }

  /** Ends a token that somebody found. Null if it does not work (any more). */
  async revokeLeaked(tx: EntityManager, text: string): Promise<LeakedToken | null> {
    const [found] = await this.database.queryIn(tx, FIND_LEAKED, { hash: hashSecret(text) });
    if (!found) return null;
    await this.end(tx, [found.id], { reason: 'leaked', actor: { kind: 'system' } });
    return found;
  }

  private async record(
    tx: EntityManager,
    { id, projectIds }: RowOf<typeof REVOKE>,
    { reason, actor }: TokenEnding,
  ): Promise<void> {
    const target = { kind: 'api_token', id };
    const event = { type: 'api_token.revoked', actor, target, reason } as const;
    await this.audit.record(tx, event);
    for (const projectId of projectIds) await this.audit.record(tx, { ...event, projectId });
  }
}
