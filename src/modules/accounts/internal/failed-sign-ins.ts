import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { AuditLog } from '../../audit/audit-log.service.js';

/** Samples are enough to see where it came from. */
const MOST_SAMPLES = 20;
const BATCH = 200;
const UNKNOWN = 'unknown';

const sample = (column: string, parameter: string): string =>
  `CASE WHEN ${parameter} = ANY (f.${column}) OR cardinality(f.${column}) >= ${String(MOST_SAMPLES)}
     THEN f.${column} ELSE f.${column} || excluded.${column} END`;

const COUNT = statement(
  'failed-sign-ins.count',
  `INSERT INTO failed_sign_ins AS f (minute, account, failures, addresses, emails)
   VALUES (date_trunc('minute', now()), $1, 1, ARRAY[$2::text], ARRAY[$3::text])
   ON CONFLICT (minute, account) DO UPDATE SET failures = f.failures + 1,
     addresses = ${sample('addresses', '$2::text')}, emails = ${sample('emails', '$3::text')}`,
);

const TAKE = statement(
  'failed-sign-ins.take',
  `DELETE FROM failed_sign_ins WHERE ctid = ANY (ARRAY(
     SELECT ctid FROM failed_sign_ins WHERE minute < date_trunc('minute', now())
     ORDER BY minute, account LIMIT ${String(BATCH)} FOR UPDATE SKIP LOCKED))
   RETURNING minute, account, failures, addresses, emails`,
);

interface Failures {
  readonly minute: Date;
  readonly account: string;
  readonly failures: number;
  readonly addresses: readonly string[];
  readonly emails: readonly string[];
}

/**
 * Wrong passwords on their way to the audit log: one row of it for each account and minute, and one for all
 * accounts that do not exist. Guessing a million times must not write a million rows (attack G9).
 */
@Injectable()
export class FailedSignIns {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** `userId` is null where there is no such account; `email` as `normaliseEmail` gives it. */
  async count(userId: string | null, email: string, address: string): Promise<void> {
    await this.database.query(COUNT, [userId ?? UNKNOWN, address, email]);
  }

  /** Hands over the minutes that are past. */
  async hand(): Promise<void> {
    let taken: number;
    do taken = await this.database.transaction((tx) => this.handSome(tx));
    while (taken === BATCH);
  }

  private async handSome(tx: EntityManager): Promise<number> {
    const taken = await this.database.queryIn<Failures>(tx, TAKE);
    for (const { minute, account, failures, addresses, emails } of taken) {
      await this.audit.record(tx, {
        type: 'user.sign_in_failed',
        actor: { kind: 'system' },
        target: { kind: 'user', id: account },
        outcome: 'refused',
        reason: account === UNKNOWN ? 'unknown_address' : 'wrong_password',
        context: { count: failures, minute: minute.toISOString() },
        personal: { email: emails.join(', '), addresses: addresses.join(', ') },
      });
    }
    return taken.length;
  }
}
