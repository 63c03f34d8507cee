import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { JobQueue } from '../../../../platform/jobs/job-queue.service.js';
import { Mailer } from '../../../../platform/mail/mailer.service.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import { GRANTS_VOIDED } from '../../grants-voided.js';
import type { User } from '../../users.service.js';
import { BrowserSessionStore } from '../browser-session.store.js';
import { changedLetter } from '../password-texts.js';

/** A new password, and all that comes with it. */
export interface Replacement {
  readonly user: User;
  /** `reset`: by the link in a letter, which also proves the address. */
  readonly by: 'change' | 'reset';
  /** Everything this person ever allowed an app is void. */
  readonly disconnect: boolean;
}

/** The password itself. */
export interface NewPassword extends Replacement {
  readonly passwordHash: string;
  /** Only in place of this one; null for whichever there is. */
  readonly inPlaceOf: number | null;
}

// Sessions and grants rest on the two epochs. So this one update ends them all, and waits for nobody who uses them.
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

/** Seconds after which no decision is under way any more that was begun before: it is void, and closed like the others. */
const LATE_DECISIONS = 60;

/** What happens whenever a password is replaced: first `write`, then `finish`, in one transaction. */
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
   * @returns the epoch that the next session rests on; null if the password was replaced meanwhile, or the person is disabled
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

  /** Everything that follows. `keepSession`: the id of the one browser session that was begun with the new password. */
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
    await this.mailer.queue(tx, { to: user.email, ...this.letter(replacement) });
  }

  private letter({ user, disconnect }: Replacement): ReturnType<typeof changedLetter> {
    const link = `${this.environment.ISSUER_URL}/password/forgotten`;
    return changedLetter({ name: user.name, disconnected: disconnect }, link);
  }
}
