import { Injectable } from '@nestjs/common';
import type { ScopeSet } from '../../../../kernel/scope-set.js';
import { Database } from '../../../../platform/database/database.js';
import { statement, type RowOf } from '../../../../platform/database/statement.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import { FAMILY_IS_ALIVE, JOIN_PARTIES } from '../access.sql.js';
import { toIssuedTokens, type IssuedTokens } from './issued-tokens.js';
import type { Rotation, ShownRefreshToken } from './refresh-tokens.js';
import { factsOf } from './shown-secrets.js';
import { Successors, type SuccessorTokens } from './successor-tokens.js';

const FIND_NONCE = statement(
  'replay-window.find-nonce',
  `SELECT replay_nonce AS nonce FROM refresh_tokens
   WHERE id = :id AND replay_nonce IS NOT NULL AND consumed_at > now() - make_interval(secs => :seconds)`,
  { nonce: 'bytea' },
);

// Once the successor is consumed, its holder has it: whoever still shows the old token is somebody else.
const FIND_SUCCESSOR = statement(
  'replay-window.find-successor',
  `SELECT a.scopes AS narrowing, a.dpop_jkt AS "dpopJkt", floor(extract(epoch FROM a.expires_at - now()))::int AS seconds,
     floor(extract(epoch FROM a.created_at))::float8 AS "issuedAt"
   FROM token_families f
   JOIN grants g ON g.id = f.grant_id ${JOIN_PARTIES}
   JOIN refresh_tokens r ON r.family_id = f.id AND r.token_hash = :refreshHash
     AND r.consumed_at IS NULL AND r.expires_at > now()
   JOIN access_tokens a ON a.family_id = f.id AND a.token_hash = :accessHash
     AND a.revoked_at IS NULL AND a.expires_at > now()
   WHERE f.id = :familyId AND ${FAMILY_IS_ALIVE}`,
  { narrowing: 'text[]?', dpopJkt: 'text?', seconds: 'integer', issuedAt: 'double precision' },
);

/** The unused successor of a refresh token, and to what request it was the answer. */
export type Successor = RowOf<typeof FIND_SUCCESSOR> & { readonly tokens: SuccessorTokens };

/**
 * A short time in which a consumed refresh token brings the same successor again, for the app whose answer was lost or
 * that asked twice at once (`Successors.windowFor`). There never is a second branch.
 */
@Injectable()
export class ReplayWindow {
  constructor(
    private readonly database: Database,
    private readonly successors: Successors,
    private readonly audit: AuditLog,
  ) {}

  /** Null unless the token is the immediate predecessor of an unused successor, consumed a moment ago. */
  async findSuccessor({ id, familyId, ...shown }: ShownRefreshToken): Promise<Successor | null> {
    const seconds = this.successors.windowFor(shown);
    if (seconds === 0) return null;
    const [old] = await this.database.query(FIND_NONCE, { id, seconds });
    if (!old) return null;
    const tokens = this.successors.derive(shown.text, old.nonce);
    const hashes = { refreshHash: tokens.refresh.hash, accessHash: tokens.access.hash };
    const [found] = await this.database.query(FIND_SUCCESSOR, { familyId, ...hashes });
    return found ? { ...found, tokens } : null;
  }

  /** The tokens of the first answer. Null if that was to a request for other scopes or by another key. */
  async repeat(
    { shown, narrowing, dpopJkt }: Rotation,
    successor: Successor,
  ): Promise<IssuedTokens | null> {
    if (successor.dpopJkt !== dpopJkt || !isSame(successor.narrowing, narrowing)) return null;
    const repeated = { ...factsOf(shown), type: 'refresh.repeated' } as const;
    await this.audit.recordRepeatable({ ...repeated, outcome: 'succeeded' });
    return toIssuedTokens(successor.tokens, successor, dpopJkt);
  }
}

function isSame(before: readonly string[] | null, now: ScopeSet | null): boolean {
  if (before === null || now === null) return before === now;
  return before.length === now.size && before.every((scope) => now.has(scope));
}
