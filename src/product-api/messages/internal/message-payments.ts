import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GrantBudgets, type Spending } from '../../../modules/grants/grant-budgets.service.js';
import { Funds } from '../../funds/funds.service.js';
import { refused, type Refusal, type SendingCredential } from '../outbox-batch.js';

/** What a batch is paid from. */
export interface Account {
  readonly organisationId: string;
  readonly projectId: string;
  readonly credential: SendingCredential | null;
}

/** How many messages are paid, from the first on, and why the next one is not. */
export interface Payment {
  readonly paid: number;
  readonly refusal: Refusal | null;
}

/** Ceilings of the grant first, then the money, whose row all sends of the organisation wait for. */
@Injectable()
export class MessagePayments {
  constructor(
    private readonly budgets: GrantBudgets,
    private readonly funds: Funds,
  ) {}

  /** Within the ceilings of the grant. */
  async withinCeilings(
    tx: EntityManager,
    { projectId, credential }: Account,
    costs: readonly bigint[],
  ): Promise<Payment> {
    if (credential?.kind !== 'grant' || costs.length === 0) {
      return { paid: costs.length, refusal: null };
    }
    const grant = { grantId: credential.id, projectId };
    const spending = await this.budgets.spend(tx, grant, costs);
    return { paid: spending.fits, refusal: refusalOf(spending) };
  }

  /** The last statement of the transaction, unless there is not enough. */
  async fromFunds(tx: EntityManager, account: Account, costs: readonly bigint[]): Promise<Payment> {
    const paid = await this.funds.reserve(tx, account, costs);
    if (paid === costs.length) return { paid, refusal: null };
    const { projectId, credential } = account;
    if (credential?.kind === 'grant') {
      const grant = { grantId: credential.id, projectId };
      await this.budgets.giveBack(tx, grant, costs.slice(paid));
    }
    return { paid, refusal: refused('insufficient_funds') };
  }
}

function refusalOf({ limit, resetAt }: Spending): Refusal | null {
  if (limit === null) return null;
  if (limit === 'ended' || resetAt === null) return refused('access_ended');
  const detail =
    limit === 'messages'
      ? 'The messages of this access for today are used up.'
      : 'What this access may spend this month is used up.';
  return refused('grant_budget_exceeded', { detail, resetAt });
}
