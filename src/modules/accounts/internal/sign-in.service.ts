import { Injectable } from '@nestjs/common';
import { ProblemError } from '../../../kernel/errors/problem-error.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { AuditLog } from '../../audit/audit-log.service.js';
import type { BrowserSession } from '../browser-session.js';
import type { User } from '../users.service.js';
import { BrowserSessionStore, type StartedSession } from './browser-session.store.js';
import { normaliseEmail } from './email-address.js';
import { PasswordHasher } from './password-hasher.js';
import { SignInReturns } from './sign-in-returns.js';
import { texts } from './texts.js';

const FIND_CREDENTIALS = statement(
  'accounts.find-credentials',
  `SELECT id, email, name, password_hash AS "passwordHash"
   FROM users WHERE email = $1 AND disabled_at IS NULL`,
);

interface Credentials extends User {
  readonly passwordHash: string;
}

/** Begins and ends a person's stay in a browser. */
@Injectable()
export class SignInService {
  constructor(
    private readonly database: Database,
    private readonly hasher: PasswordHasher,
    private readonly store: BrowserSessionStore,
    private readonly returns: SignInReturns,
    private readonly audit: AuditLog,
  ) {}

  /**
   * A new session with a new token in place of `session`, or null if the address or the password is wrong.
   * @throws ProblemError `invalid_request` for an overlong password, `unavailable` if too many are signing in
   */
  async signIn(
    session: BrowserSession,
    email: string,
    password: string,
  ): Promise<StartedSession | null> {
    const found = await this.findCredentials(email);
    // Known or not, the same work (attack D6).
    const fits = await this.hasher.verify(found?.passwordHash ?? null, password);
    if (found && fits) return this.replace(session, found);
    await this.recordFailure(found, email);
    return null;
  }

  /** Ends the session. A form sent twice ends it once. */
  async signOut(session: BrowserSession): Promise<void> {
    await this.database.transaction(async (tx) => {
      const ended = await this.store.end(tx, session.id);
      if (!ended || !session.user) return;
      await this.audit.record(tx, {
        type: 'user.signed_out',
        actor: { kind: 'user', userId: session.user.id },
        target: { kind: 'user', id: session.user.id },
      });
    });
  }

  private async findCredentials(email: string): Promise<Credentials | null> {
    const address = normaliseEmail(email);
    if (address === null) return null;
    const [found] = await this.database.query<Credentials>(FIND_CREDENTIALS, [address]);
    return found ?? null;
  }

  private replace(session: BrowserSession, { id, email, name }: User): Promise<StartedSession> {
    return this.database.transaction(async (tx) => {
      const started = await this.store.startIn(tx, { id, email, name });
      await this.returns.move(tx, session, started.session);
      if (!(await this.store.end(tx, session.id))) {
        throw new ProblemError('forbidden', texts.staleForm, { reason: 'session ended meanwhile' });
      }
      await this.audit.record(tx, {
        type: 'user.signed_in',
        actor: { kind: 'user', userId: id },
        target: { kind: 'user', id },
      });
      return started;
    });
  }

  private recordFailure(found: User | null, email: string): Promise<void> {
    return this.audit.recordRefusal({
      type: 'user.sign_in_failed',
      actor: { kind: 'system' },
      target: { kind: 'user', id: found?.id ?? 'unknown' },
      reason: found ? 'wrong_password' : 'unknown_address',
      personal: { email: email.slice(0, 254) },
    });
  }
}
