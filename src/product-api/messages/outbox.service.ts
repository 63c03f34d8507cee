import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { Funds } from '../funds/funds.service.js';
import { AcceptMessages } from './internal/accept-messages.js';
import { JudgeMessages } from './internal/judge-messages.js';
import { CANCEL_ONE, CANCEL_ORIGIN } from './internal/outbox.statements.js';
import { isPriced } from './internal/priced-messages.js';
import type { EnqueueResult, OutboxBatch } from './outbox-batch.js';

/** What a transaction may hold. */
const MOST_MESSAGES = 1_000;

/** Accepts messages of every origin: nothing is sent in any other way. */
@Injectable()
export class Outbox {
  constructor(
    private readonly database: Database,
    private readonly judges: JudgeMessages,
    private readonly acceptance: AcceptMessages,
    private readonly funds: Funds,
  ) {}

  /**
   * Accepts what may be sent and can be paid: consent, number, country, sender, price, the ceilings of the grant and the
   * funds of the organisation. Seven statements for any number of messages. The last one locks the funds, so the caller
   * does this last and commits.
   * @returns a result for each message, in their order
   */
  async enqueue(tx: EntityManager, batch: OutboxBatch): Promise<EnqueueResult[]> {
    if (batch.messages.length > MOST_MESSAGES) throw new Error('Too many messages for one batch.');
    const { organisationId, testMode, judged } = await this.judges.judge(tx, batch);
    const accepted = judged.filter(isPriced);
    const refusals = await this.acceptance.accept(
      { tx, batch, organisationId, testMode },
      accepted,
    );
    return judged.map((one) =>
      isPriced(one) ? (refusals.get(one.id) ?? { status: 'enqueued', id: one.id }) : one,
    );
  }

  /**
   * Cancels what waits, of one campaign or automation, and releases its funds: one statement, whose cost grows with the
   * messages that wait. What the carrier has, or is being given at this moment, is not cancelled. @returns how many
   */
  cancelOf(
    tx: EntityManager,
    projectId: string,
    origin: { readonly id: string },
    code = 'requested',
  ): Promise<number> {
    return this.cancelIn(tx, projectId, () =>
      this.database.queryIn(tx, CANCEL_ORIGIN, { projectId, originId: origin.id, code }),
    );
  }

  /** The same for one message. @returns whether it waited */
  async cancel(tx: EntityManager, projectId: string, id: string): Promise<boolean> {
    const count = await this.cancelIn(tx, projectId, () =>
      this.database.queryIn(tx, CANCEL_ONE, { projectId, id, code: 'requested' }),
    );
    return count > 0;
  }

  private async cancelIn(
    tx: EntityManager,
    projectId: string,
    cancel: () => Promise<readonly { readonly price: string; readonly charge: string }[]>,
  ): Promise<number> {
    const rows = await cancel();
    const paid = rows.filter(({ charge }) => charge === 'released');
    const amount = paid.reduce((sum, { price }) => sum + BigInt(price), 0n);
    await this.funds.release(tx, [{ projectId, amount, messages: paid.length }]);
    return rows.length;
  }
}
