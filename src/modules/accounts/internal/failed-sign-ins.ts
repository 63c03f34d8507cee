import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { AuditLog } from '../../audit/audit-log.service.js';

/** Samples suffice to see the source. */
const MOST_SAMPLES = 20;
const BATCH = 200;
const UNKNOWN = 'unknown';

const COUNT = statement(
  'failed-sign-ins.count',
  `INSERT INTO failed_sign_ins AS f (minute, account, failures, addresses, emails)
   VALUES (date_trunc('minute', now()), :account, 1, ARRAY[:address::text], ARRAY[:email::text])
   ON CONFLICT (minute, account) DO UPDATE SET failures = f.failures + 1,
     addresses = CASE WHEN :address::text = ANY (f.addresses) OR cardinality(f.addresses) >= :most
       THEN f.addresses ELSE f.addresses || excluded.addresses END,
     emails = CASE WHEN :email::text = ANY (f.emails) OR cardinality(f.emails) >= :most
       THEN f.emails ELSE f.emails || excluded.emails END`,
);

const TAKE = statement(
  'failed-sign-ins.take',
  `DELETE FROM failed_sign_ins WHERE ctid = ANY (ARRAY(
     SELECT ctid FROM failed_sign_ins WHERE minute < date_trunc('minute', now())
     ORDER BY minute, account LIMIT :batch FOR UPDATE SKIP LOCKED))
   RETURNING minute, account, failures, addresses, emails`,
  {
    minute: 'timestamptz',
    account: 'text',
    failures: 'integer',
    addresses: 'text[]',
    emails: 'text[]',
  },
);

/**
 * Collects wrong passwords for the audit log: one row of it for each account and minute, and one for all addresses
 * without an account. A million guesses must not write a million rows (attack G9).
 */
@RecurringJob('record-failed-sign-ins', '* * * * *')
export class FailedSignIns implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** `userId` is null if there is no such account; `email` as `normaliseEmail` gives it. */
  async count(userId: string | null, email: string, address: string): Promise<void> {
    const account = userId ?? UNKNOWN;
    await this.database.query(COUNT, { account, address, email, most: MOST_SAMPLES });
  }

  /** Writes the minutes that have ended. */
  async run(): Promise<void> {
    let taken: number;
    do taken = await this.database.transaction((tx) => this.handSome(tx));
    while (taken === BATCH);
  }

  private async handSome(tx: EntityManager): Promise<number> {
    const taken = await this.database.queryIn(tx, TAKE, { batch: BATCH });
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
