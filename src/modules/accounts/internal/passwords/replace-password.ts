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
import { changedLetter } from './password-texts.js';

/** A new password, and all that comes with it. */
export interface Replacement {
  readonly user: User;
  readonly passwordHash: string;
  /** `reset`: by the link in a letter, which also proves the address. */
  readonly by: 'change' | 'reset';
  /** Everything this person ever allowed an app is void. */
  readonly disconnect: boolean;
  /** The one browser session that goes on. */
  readonly keepSession: string | null;
}

// Not `now()`: what was allowed between the beginning of this transaction and its lock on the person is void too.
const REPLACE = statement(
  'accounts.replace-password',
  `UPDATE users SET password_hash = $2,
     grants_valid_after = CASE WHEN $3 THEN clock_timestamp() ELSE grants_valid_after END,
     email_verified_at = CASE WHEN $4 THEN coalesce(email_verified_at, now()) ELSE email_verified_at END
   WHERE id = $1`,
);

const FORGET_BROWSERS = statement(
  'accounts.forget-browsers',
  'DELETE FROM known_browsers WHERE user_id = $1',
);

const FORGET_LINKS = statement(
  'accounts.forget-reset-links',
  'DELETE FROM password_resets WHERE user_id = $1',
);

/** What happens whenever a password is replaced, in the transaction that has locked the person. */
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

  async execute(tx: EntityManager, replacement: Replacement): Promise<void> {
    const { user, passwordHash, by, disconnect, keepSession } = replacement;
    const values = [user.id, passwordHash, disconnect, by === 'reset'];
    await this.database.queryIn(tx, REPLACE, values);
    const ended = await this.sessions.endOthers(tx, user.id, keepSession);
    for (const forget of [FORGET_BROWSERS, FORGET_LINKS]) {
      await this.database.queryIn(tx, forget, [user.id]);
    }
    if (disconnect) await this.jobs.add(tx, GRANTS_VOIDED, { userId: user.id });
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
