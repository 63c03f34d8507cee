import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { JobQueue } from '../../../../platform/jobs/job-queue.service.js';
import type { MailText } from '../../../../platform/mail/mail.js';
import { Mailer } from '../../../../platform/mail/mailer.service.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import { GRANTS_VOIDED } from '../../grants-voided.js';
import type { User } from '../../users.service.js';
import { BrowserSessionStore } from '../browser-session.store.js';
import { changedMail } from '../password-texts.js';

/** A new password, and what is done with it. */
export interface Replacement {
  readonly user: User;
  /** `reset`: by the link in a mail, which also verifies the address. */
  readonly by: 'change' | 'reset';
  /** Voids every grant of this person. */
  readonly disconnect: boolean;
}

/** The password itself. */
export interface NewPassword extends Replacement {
  readonly passwordHash: string;
  /** The `password_epoch` that it replaces; null for any. */
  readonly inPlaceOf: number | null;
}

// Sessions and grants carry one of the two epochs. So this one update ends them all, and waits for none of their
// transactions.
const REPLACE = statement(
  'accounts.replace-password',
  `UPDATE users SET password_hash = :passwordHash, password_epoch = password_epoch + 1,
     consent_epoch = consent_epoch + CASE WHEN :disconnect THEN 1 ELSE 0 END,
     email_verified_at = CASE WHEN :provesAddress THEN coalesce(email_verified_at, now()) ELSE email_verified_at END
   WHERE id = :userId AND disabled_at IS NULL AND password_epoch = coalesce(:inPlaceOf, password_epoch)
   RETURNING password_epoch AS epoch`,
  { epoch: 'integer' },
);

const FORGET_BROWSERS = statement(
  'accounts.forget-browsers',
  'DELETE FROM known_browsers WHERE user_id = :userId',
);

const FORGET_LINKS = statement(
  'accounts.forget-reset-links',
  'DELETE FROM password_resets WHERE user_id = :userId',
);

/**
 * Seconds after which every decision that began before the replacement has committed: the job then closes those grants
 * too.
 */
const LATE_DECISIONS = 60;

/** Replaces a password by any way: first `write`, then `finish`, in one transaction. */
@Injectable()
export class ReplacePassword {
  constructor(
    private readonly database: Database,
    private readonly sessions: BrowserSessionStore,
    private readonly audit: AuditLog,
    private readonly jobs: JobQueue,
    private readonly mailer: Mailer,
    private readonly environment: Environment,
  ) {}

  /**
   * Replaces the password, which ends every browser session.
   * @returns the epoch for the next session; null if the password was replaced meanwhile, or the person is disabled
   */
  async write(
    tx: EntityManager,
    { user, passwordHash, by, disconnect, inPlaceOf }: NewPassword,
  ): Promise<number | null> {
    const provesAddress = by === 'reset';
    const values = { userId: user.id, passwordHash, disconnect, provesAddress, inPlaceOf };
    const [row] = await this.database.queryIn(tx, REPLACE, values);
    return row?.epoch ?? null;
  }

  /**
   * Audit, mail, and the end of grants and other sessions. `keepSession`: id of the session that began with the new
   * password.
   */
  async finish(
    tx: EntityManager,
    replacement: Replacement,
    keepSession: string | null,
  ): Promise<void> {
    const { user, by, disconnect } = replacement;
    const ended = await this.sessions.endOthers(tx, user.id, keepSession);
    for (const forget of [FORGET_BROWSERS, FORGET_LINKS]) {
      await this.database.queryIn(tx, forget, { userId: user.id });
    }
    if (disconnect) {
      await this.jobs.add(tx, GRANTS_VOIDED, { userId: user.id });
      await this.jobs.add(tx, GRANTS_VOIDED, { userId: user.id }, LATE_DECISIONS);
    }
    await this.audit.record(tx, {
      type: by === 'reset' ? 'user.password_reset' : 'user.password_changed',
      actor: { kind: 'user', userId: user.id },
      target: { kind: 'user', id: user.id },
      context: { sessions_ended: ended, apps_disconnected: disconnect },
    });
    await this.mailer.queue(tx, { to: user.email, ...this.mail(replacement) });
  }

  private mail({ user, disconnect }: Replacement): MailText {
    const link = `${this.environment.ISSUER_URL}/password/forgotten`;
    return changedMail({ name: user.name, disconnected: disconnect }, link);
  }
}
