import { Injectable } from '@nestjs/common';
import type { ScopeSet } from '../../../kernel/scope-set.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import type { AuditActor } from '../../audit/audit-event.js';
import { AuditLog } from '../../audit/audit-log.service.js';
import { FAMILY_IS_ALIVE, JOIN_PARTIES } from './access.sql.js';
import type { Rotation, ShownRefreshToken } from './refresh-tokens.js';
import { Successors, type SuccessorTokens } from './successor-tokens.js';
import type { IssuedTokens } from './token-response.js';

const FIND_NONCE = statement(
  'replay-window.find-nonce',
  `SELECT replay_nonce AS nonce FROM refresh_tokens
   WHERE id = $1 AND replay_nonce IS NOT NULL AND consumed_at > now() - make_interval(secs => $2)`,
);

// Once the successor is spent, its holder has it: whoever still shows the old token is somebody else.
const FIND_SUCCESSOR = statement(
  'replay-window.find-successor',
  `SELECT a.scopes AS narrowing, a.dpop_jkt AS "dpopJkt", floor(extract(epoch FROM a.expires_at - now()))::int AS seconds,
     floor(extract(epoch FROM a.created_at))::float8 AS "issuedAt"
   FROM token_families f
   JOIN grants g ON g.id = f.grant_id ${JOIN_PARTIES}
   JOIN refresh_tokens r ON r.family_id = f.id AND r.token_hash = $2
     AND r.consumed_at IS NULL AND r.expires_at > now()
   JOIN access_tokens a ON a.family_id = f.id AND a.token_hash = $3
     AND a.revoked_at IS NULL AND a.expires_at > now()
   WHERE f.id = $1 AND ${FAMILY_IS_ALIVE}`,
);

interface Successor {
  readonly tokens: SuccessorTokens;
  readonly narrowing: readonly string[] | null;
  readonly dpopJkt: string | null;
  readonly seconds: number;
  readonly issuedAt: number;
}

/**
 * A short time in which a spent refresh token brings the same successor again, for the app whose answer was lost or
 * that asked twice at once (`Successors.windowFor`). There never is a second branch.
 */
@Injectable()
export class ReplayWindow {
  constructor(
    private readonly database: Database,
    private readonly successors: Successors,
    private readonly audit: AuditLog,
  ) {}

  /** Whether it is the immediate predecessor of an unused successor, spent a moment ago. */
  async covers(shown: ShownRefreshToken): Promise<boolean> {
    return (await this.findSuccessor(shown)) !== null;
  }

  /** The tokens of the first answer. Null if there is no such answer, or it was to a request for other scopes or by another key. */
  async repeat(
    { shown, narrowing, dpopJkt }: Rotation,
    actor: AuditActor,
  ): Promise<IssuedTokens | null> {
    const successor = await this.findSuccessor(shown);
    if (!successor || successor.dpopJkt !== dpopJkt) return null;
    if (!isSame(successor.narrowing, narrowing)) return null;
    const target = { kind: 'refresh_token', id: shown.id };
    const outcome = 'succeeded';
    await this.audit.recordRepeatable({ type: 'refresh.repeated', actor, target, outcome });
    const { tokens, seconds, issuedAt } = successor;
    return {
      accessToken: tokens.access.text,
      refreshToken: tokens.refresh.text,
      issuedAt,
      expiresInSeconds: seconds,
      dpopJkt,
    };
  }

  private async findSuccessor(shown: ShownRefreshToken): Promise<Successor | null> {
    const { id, text, familyId } = shown;
    const windowSeconds = this.successors.windowFor(shown);
    if (windowSeconds === 0) return null;
    const [old] = await this.database.query<{ nonce: Buffer }>(FIND_NONCE, [id, windowSeconds]);
    if (!old) return null;
    const tokens = this.successors.derive(text, old.nonce);
    const values = [familyId, tokens.refresh.hash, tokens.access.hash];
    const [found] = await this.database.query<Omit<Successor, 'tokens'>>(FIND_SUCCESSOR, values);
    return found ? { ...found, tokens } : null;
  }
}

function isSame(before: readonly string[] | null, now: ScopeSet | null): boolean {
  if (before === null || now === null) return before === now;
  return before.length === now.size && before.every((scope) => now.has(scope));
}
