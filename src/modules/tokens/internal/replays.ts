import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { AuditActor } from '../../audit/audit-event.js';
import { AuditLog } from '../../audit/audit-log.service.js';
import { GrantsService } from '../../authorization/grants.service.js';
import type { IssuedCode } from '../../authorization/issued-code.js';
import { RefreshTokens, type ShownRefreshToken } from './refresh-tokens.js';
import { TokenFamilies } from './token-families.js';

/**
 * What happens when a code or refresh token is shown again after it was spent: either its owner or a thief
 * comes second, and nobody can tell which, so what came of it ends (OAuth 2.1 §4.1.3, §4.3.1). Always called
 * after the failing transaction, whose rollback would undo it.
 */
@Injectable()
export class Replays {
  constructor(
    private readonly database: Database,
    private readonly families: TokenFamilies,
    private readonly refreshTokens: RefreshTokens,
    private readonly grants: GrantsService,
    private readonly audit: AuditLog,
  ) {}

  /** Ends the tokens that the code brought forth. */
  async ofCode({ id, grantId }: IssuedCode, actor: AuditActor): Promise<void> {
    const target = { kind: 'authorization_code', id };
    await this.database.transaction(async (tx) => {
      await this.audit.record(tx, { type: 'code.replayed', actor, target, outcome: 'refused' });
      const familyId = await this.families.revokeOfCode(tx, id);
      if (familyId === null) return;
      await this.audit.record(tx, {
        type: 'family.revoked',
        actor: { kind: 'system' },
        target: { kind: 'token_family', id: familyId },
        reason: 'code_replayed',
        context: { grant_id: grantId },
      });
    });
  }

  /** Ends the whole grant, unless the token was spent while this request was already under way. */
  async ofRefreshToken(shown: ShownRefreshToken, actor: AuditActor): Promise<void> {
    const target = { kind: 'refresh_token', id: shown.id };
    const replayed = await this.database.transaction(async (tx) => {
      if (!(await this.refreshTokens.spentBefore(tx, shown.id))) return false;
      await this.audit.record(tx, { type: 'refresh.replayed', actor, target, outcome: 'refused' });
      const { grant } = shown.accessWith(null);
      const revocation = { reason: 'refresh_token_replayed', actor: { kind: 'system' } } as const;
      await this.grants.revoke(tx, grant.id, revocation);
      return true;
    });
    if (!replayed) await this.audit.recordRefusal({ type: 'refresh.raced', actor, target });
  }
}
