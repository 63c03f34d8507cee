import { Injectable } from '@nestjs/common';
import { setTimeout as wait } from 'node:timers/promises';
import { Database } from '../../../platform/database/database.js';
import type { AuditActor, AuditEvent } from '../../audit/audit-event.js';
import { AuditLog } from '../../audit/audit-log.service.js';
import { AuthorizationCodes } from '../../grants/authorization-codes.service.js';
import { GrantsService } from '../../grants/grants.service.js';
import type { IssuedCode } from '../../grants/issued-code.js';
import type { Loss } from '../../grants/race-verdict.js';
import { RefreshTokens, type ShownRefreshToken } from './refresh-tokens.js';
import { TokenFamilies } from './token-families.js';

/** Milliseconds in which other losers of a contested race, on whichever server, come to be known as such. */
const SETTLING = 300;

/**
 * What happens when a code or refresh token is shown that was spent. In a race that is an accident, and nothing
 * follows. But later, either its owner or a thief comes second, and nobody can tell which: so what came of it ends
 * (OAuth 2.1 §4.1.3, §4.3.1). Always called after the failing transaction, whose rollback would undo it.
 */
@Injectable()
export class Replays {
  constructor(
    private readonly database: Database,
    private readonly codes: AuthorizationCodes,
    private readonly families: TokenFamilies,
    private readonly refreshTokens: RefreshTokens,
    private readonly grants: GrantsService,
    private readonly audit: AuditLog,
  ) {}

  /** Ends the tokens that the code brought forth. */
  async ofCode({ id, grantId }: IssuedCode, loss: Loss, actor: AuditActor): Promise<void> {
    const target = { kind: 'authorization_code', id };
    if (loss === 'contested') await wait(SETTLING);
    const seen = await this.database.transaction(async (tx) => {
      if ((await this.codes.consume(tx, id)) === 'raced') return 'raced';
      const familyId = await this.families.revokeOfCode(tx, id);
      if (familyId === null) return 'replayed';
      await this.audit.record(tx, { type: 'code.replayed', actor, target, outcome: 'refused' });
      await this.audit.record(tx, familyRevoked(familyId, grantId));
      return null;
    });
    // It changed nothing, and can be done again and again.
    if (seen !== null) await this.audit.recordRepeatable({ type: `code.${seen}`, actor, target });
  }

  /** Ends the whole grant. */
  async ofRefreshToken(shown: ShownRefreshToken, actor: AuditActor): Promise<void> {
    const target = { kind: 'refresh_token', id: shown.id };
    if (await this.lostRace(shown)) {
      return this.audit.recordRepeatable({ type: 'refresh.raced', actor, target });
    }
    const replayed = { type: 'refresh.replayed', actor, target } as const;
    const ended = await this.database.transaction(async (tx) => {
      const revocation = { reason: 'refresh_token_replayed', actor: { kind: 'system' } } as const;
      if (!(await this.grants.revoke(tx, shown.accessWith(null).grant.id, revocation)))
        return false;
      await this.audit.record(tx, { ...replayed, outcome: 'refused' });
      return true;
    });
    if (!ended) await this.audit.recordRepeatable(replayed);
  }

  private async lostRace({ id }: ShownRefreshToken): Promise<boolean> {
    const judge = () =>
      this.database.transaction((tx) => this.refreshTokens.judgeLoser(tx, id, false));
    let loss = await judge();
    if (loss === 'contested') {
      await wait(SETTLING);
      loss = await judge();
    }
    return loss === 'raced';
  }
}

const familyRevoked = (id: string, grantId: string): AuditEvent => ({
  type: 'family.revoked',
  actor: { kind: 'system' },
  target: { kind: 'token_family', id },
  reason: 'code_replayed',
  context: { grant_id: grantId },
});
