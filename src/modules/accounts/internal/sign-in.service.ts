import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { AuditLog } from '../../audit/audit-log.service.js';
import type { BrowserSession } from '../browser-session.js';
import type { StartedSession } from './browser-session.store.js';
import { CredentialsStore, type Credentials } from './credentials.js';
import { FailedSignIns } from './failed-sign-ins.js';
import { KnownBrowsers } from './known-browsers.js';
import { SessionRotation } from './session-rotation.js';
import type { SignInAttempt } from './sign-in-gate.js';

/** A new session, and the token that makes the browser a known one. */
export interface SignedIn {
  readonly started: StartedSession;
  readonly browserToken: string;
}

/** Begins a person's session in a browser. */
@Injectable()
export class SignInService {
  constructor(
    private readonly database: Database,
    private readonly credentials: CredentialsStore,
    private readonly rotation: SessionRotation,
    private readonly browsers: KnownBrowsers,
    private readonly failures: FailedSignIns,
    private readonly audit: AuditLog,
  ) {}

  /**
   * A new session with a new token that replaces `session`, or null if the address or the password is wrong.
   * @throws ProblemError `invalid_request` for an overlong password, `unavailable` if too many sign-ins run
   */
  async signIn(
    session: BrowserSession,
    who: SignInAttempt,
    password: string,
  ): Promise<SignedIn | null> {
    const found = await this.credentials.findByEmail(who.email);
    const proven = await this.credentials.fit(found, password);
    const signedIn = proven && (await this.begin(session, proven, who));
    if (signedIn) return signedIn;
    await this.failures.count(found?.id ?? null, who.email ?? '', who.address);
    return null;
  }

  /** Null if the password was replaced while it was verified. */
  private begin(
    session: BrowserSession,
    proven: Credentials,
    { browserToken, goal }: SignInAttempt,
  ): Promise<SignedIn | null> {
    return this.database.transaction(async (tx) => {
      const started = await this.rotation.rotate(tx, session, proven, goal);
      if (!started) return null;
      await this.audit.record(tx, {
        type: 'user.signed_in',
        actor: { kind: 'user', userId: proven.id },
        target: { kind: 'user', id: proven.id },
      });
      const token = await this.browsers.remember(tx, browserToken, proven);
      return { started, browserToken: token };
    });
  }
}
