import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import type { RowOf } from '../../platform/database/statement.js';
import { GIVE_BACK, LEFT, LOOK, SPEND } from './internal/grant-budget.statements.js';

/** A project of a grant. */
export interface GrantInProject {
  readonly grantId: string;
  readonly projectId: string;
}

/** How much of a purchase the ceilings allow. */
export interface Spending {
  /** How many messages, from the first on. */
  readonly fits: number;
  /** What keeps the next one; null if all fit. `ended`: the grant is no longer connected to the project. */
  readonly limit: 'messages' | 'spend' | 'ended' | null;
  /** When the ceiling starts again; null if it does not. */
  readonly resetAt: Date | null;
}

/** Messages of today, and money of this month in millionths; and when they start again. */
export type LeftOfCeilings = RowOf<typeof LOOK>;

const ALL = { limit: null, resetAt: null } as const;

/** A first purchase of the grant may come between the two statements. */
const ATTEMPTS = 3;

/**
 * Ceilings of what an app spends in a project under a grant: messages per day, money per month (policies N1). They hold
 * exactly, since one row of the grant and project is locked until the transaction ends. What is cancelled later is not
 * given back: the ceiling is on what was accepted.
 */
@Injectable()
export class GrantBudgets {
  constructor(private readonly database: Database) {}

  /** Spends for as many messages as fit, in their order. `costs` are millionths. */
  async spend(tx: EntityManager, of: GrantInProject, costs: readonly bigint[]): Promise<Spending> {
    if (await this.spendAll(tx, of, costs)) return { fits: costs.length, ...ALL };
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const [left] = await this.database.queryIn(tx, LEFT, { ...of });
      if (!left) return { fits: 0, limit: 'ended', resetAt: null };
      const spending = spendingWithin(costs, left);
      const { fits } = spending;
      if (fits === 0 || (await this.spendAll(tx, of, costs.slice(0, fits)))) return spending;
    }
    throw new Error('The ceilings of a grant changed at every attempt.');
  }

  /** What a grant may still spend in a project, for who plans it; null if it has ended. It may be less a moment later. */
  async left(of: GrantInProject): Promise<LeftOfCeilings | null> {
    const [left] = await this.database.query(LOOK, { ...of });
    return left ?? null;
  }

  /** For messages of the same transaction that were not made after all. */
  async giveBack(tx: EntityManager, of: GrantInProject, costs: readonly bigint[]): Promise<void> {
    await this.database.queryIn(tx, GIVE_BACK, { ...of, ...totalOf(costs) });
  }

  private async spendAll(
    tx: EntityManager,
    of: GrantInProject,
    costs: readonly bigint[],
  ): Promise<boolean> {
    const rows = await this.database.queryIn(tx, SPEND, { ...of, ...totalOf(costs) });
    return rows.length > 0;
  }
}

const totalOf = (costs: readonly bigint[]) => ({
  messages: costs.length,
  cost: String(costs.reduce((sum, cost) => sum + cost, 0n)),
});

function spendingWithin(
  costs: readonly bigint[],
  { messages, spend, nextDay, nextMonth }: RowOf<typeof LEFT>,
): Spending {
  let money = BigInt(spend);
  for (const [index, cost] of costs.entries()) {
    if (index >= messages) return { fits: index, limit: 'messages', resetAt: nextDay };
    money -= cost;
    if (money < 0n) return { fits: index, limit: 'spend', resetAt: nextMonth };
  }
  return { fits: costs.length, ...ALL };
}
