import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { AuditLog } from '../../modules/audit/audit-log.service.js';
import { Database } from '../../platform/database/database.js';
import { toMoney } from '../wire/money.js';
import { BALANCE, LOCK, RESERVE, SETTLE, TOP_UP } from './internal/funds.statements.js';

/** Who pays, and for which project. */
export interface Payer {
  readonly organisationId: string;
  readonly projectId: string;
}

/** An amount that was reserved, in millionths, and for how many messages. */
export interface ReservedSum {
  readonly projectId: string;
  readonly amount: bigint;
  readonly messages: number;
}

/** In millionths. */
export interface Balance {
  readonly currency: string;
  readonly available: string;
  readonly reserved: string;
}

/** Of an organisation that never had any. */
const EMPTY: Balance = { currency: 'EUR', available: '0', reserved: '0' };

/**
 * What organisations have paid for messages in advance. Money is reserved when messages are accepted, captured when the
 * carrier has them, and released if it never gets them. All sends of an organisation lock one row, so it is
 * changed in the last statement of the transaction.
 */
@Injectable()
export class Funds {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async balanceOf(organisationId: string): Promise<Balance> {
    const [row] = await this.database.query(BALANCE, { organisationId });
    return row ?? EMPTY;
  }

  /** @returns the new balance, in millionths */
  async topUp(
    tx: EntityManager,
    organisationId: string,
    amount: bigint,
    note: string | null,
  ): Promise<string> {
    const values = { id: newId(), organisationId, amount: String(amount), note };
    const [row] = await this.database.queryIn(tx, TOP_UP, values);
    const target = { kind: 'organisation', id: organisationId };
    const context = { amount: toMoney(values.amount) };
    await this.audit.record(tx, {
      type: 'funds.added',
      actor: { kind: 'system' },
      target,
      context,
    });
    return row?.available ?? '0';
  }

  /** Reserves for as many messages as there is money for, in their order. @returns how many */
  async reserve(tx: EntityManager, payer: Payer, costs: readonly bigint[]): Promise<number> {
    if (await this.reserveAll(tx, payer, costs)) return costs.length;
    const [funds] = await this.database.queryIn(tx, LOCK, { organisationId: payer.organisationId });
    const fits = countWithin(costs, BigInt(funds?.available ?? 0));
    // The row is locked, so what fitted still does.
    if (fits > 0) await this.reserveAll(tx, payer, costs.slice(0, fits));
    return fits;
  }

  /** The carrier has the messages. */
  capture(tx: EntityManager, sums: readonly ReservedSum[]): Promise<void> {
    return this.settle(tx, 'capture', sums);
  }

  /** The carrier will never get the messages. */
  release(tx: EntityManager, sums: readonly ReservedSum[]): Promise<void> {
    return this.settle(tx, 'release', sums);
  }

  private async reserveAll(
    tx: EntityManager,
    payer: Payer,
    costs: readonly bigint[],
  ): Promise<boolean> {
    const amount = costs.reduce((sum, cost) => sum + cost, 0n);
    if (amount === 0n) return true;
    const values = { ...payer, id: newId(), amount: String(amount), messages: costs.length };
    return (await this.database.queryIn(tx, RESERVE, values)).length > 0;
  }

  private async settle(
    tx: EntityManager,
    kind: 'capture' | 'release',
    sums: readonly ReservedSum[],
  ): Promise<void> {
    const given = sums.filter(({ amount }) => amount > 0n);
    if (given.length === 0) return;
    await this.database.queryIn(tx, SETTLE, {
      kind,
      ids: given.map(() => newId()),
      projectIds: given.map(({ projectId }) => projectId),
      amounts: given.map(({ amount }) => String(amount)),
      messages: given.map(({ messages }) => messages),
    });
  }
}

function countWithin(costs: readonly bigint[], available: bigint): number {
  let left = available;
  const index = costs.findIndex((cost) => (left -= cost) < 0n);
  return index < 0 ? costs.length : index;
}
