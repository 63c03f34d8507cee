import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { invalidGrant } from '../../../../kernel/errors/oauth-error.js';
import { Database } from '../../../../platform/database/database.js';
import { SingleUse, type Use } from '../../../../platform/single-use/single-use.js';
import type { AuditEventType } from '../../../audit/audit-event.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import { actorOf, targetOf, type ShownSecret } from './bindings.js';

export const SINGLE_USE = {
  authorization_code: new SingleUse('authorization_codes'),
  refresh_token: new SingleUse('refresh_tokens'),
} as const;

const RACED = {
  authorization_code: 'code.raced',
  refresh_token: 'refresh.raced',
} as const satisfies Record<ShownSecret['kind'], AuditEventType>;
const REPLAYED = {
  authorization_code: 'code.replayed',
  refresh_token: 'refresh.replayed',
} as const satisfies Record<ShownSecret['kind'], AuditEventType>;

/** Codes and refresh tokens work once. What happens when one is shown a second time. */
@Injectable()
export class SingleUseSecrets {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** `SingleUse.consume`: for a secret that this request found unconsumed. */
  consume<Won>(
    { kind, id }: ShownSecret,
    take: (tx: EntityManager) => Promise<Won | null>,
  ): Promise<Use<Won>> {
    return SINGLE_USE[kind].consume(this.database, id, take);
  }

  /**
   * For one that was found consumed. In a race that is an accident, and nothing follows. But later, either its owner or a
   * thief comes second, and nobody can tell which: so what came of it ends (OAuth 2.1 §4.1.3, §4.3.1).
   * @param end ends and records that; false if it had ended before
   */
  async refuseConsumed(
    shown: ShownSecret,
    end: (tx: EntityManager) => Promise<boolean>,
  ): Promise<never> {
    const loss = await SINGLE_USE[shown.kind].judge(this.database, shown.id);
    if (loss === 'raced') return this.refuseRaced(shown);
    if (loss === 'replayed') await this.endReplayed(shown, end);
    throw invalidGrant(`${shown.kind} ${loss}`);
  }

  async refuseRaced(shown: ShownSecret): Promise<never> {
    await this.audit.recordRepeatable({ ...factsOf(shown), type: RACED[shown.kind] });
    throw invalidGrant(`${shown.kind} raced`);
  }

  private async endReplayed(
    shown: ShownSecret,
    end: (tx: EntityManager) => Promise<boolean>,
  ): Promise<void> {
    const replayed = { ...factsOf(shown), type: REPLAYED[shown.kind] };
    const ended = await this.database.transaction(async (tx) => {
      if (!(await end(tx))) return false;
      await this.audit.record(tx, { ...replayed, outcome: 'refused' });
      return true;
    });
    // It changed nothing, and can be done again and again.
    if (!ended) await this.audit.recordRepeatable(replayed);
  }
}

const factsOf = (shown: ShownSecret) => ({ actor: actorOf(shown), target: targetOf(shown) });
